"""What can go wrong while landing."""


class LandingError(Exception):
    """The inbox itself cannot be used (missing, empty): wrong use of the command."""


class Unreadable(Exception):
    """One batch cannot be landed; the message says which file, what was found, what was expected, what to
    do.
    """
