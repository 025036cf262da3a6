"""What can go wrong in this room, said so that a user can act on it."""


class ContractError(Exception):
    """A contract file cannot be used; the message names file, key, value and what was expected."""


class CheckError(Exception):
    """A landed batch cannot be checked, or its accounting does not close."""


class ValidationError(Exception):
    """The validation process could not give a verdict."""
