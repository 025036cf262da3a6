"""What a user of matching can cause to go wrong."""

from __future__ import annotations


class MatchingError(Exception):
    """The message names the file, row or decision, what was expected, what to do; identities are masked."""


class MatchingUsageError(MatchingError):
    """What was asked for is not there, or was asked for in words that mean nothing: wrong use."""
