"""Errors that a user of the signals room can cause: a rule file, a policy file, or a wrong use of a signal
id."""


class SignalsError(Exception):
    """Something the user can put right; the message names file and key, what was expected, what to do."""


class RuleError(SignalsError):
    """A rule file that cannot be used."""


class PolicyError(SignalsError):
    """A policy file that cannot be used."""


class NoSuchSignal(SignalsError):
    """A signal id that is not in `mart.signal`."""
