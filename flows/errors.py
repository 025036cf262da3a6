"""What a person can do wrong, as opposed to what a program can: shown as one message, without a traceback.

Every room raises exceptions of its own, defined in its `errors` module; the command line knows them by that.
"""

from __future__ import annotations

DONE = 0
FAILED = 1
WRONG_USE = 2
NEEDS_ATTENTION = 3
INTERRUPTED = 130


class UsageError(Exception):
    """Wrong use: a missing folder, a bad option, a date that may not be run (exit code 2)."""


class RunError(Exception):
    """The run could not go on: another one holds the lock, the disk is full (exit code 1)."""


_ROOMS = {"transforms", "data_contracts", "matching", "signals", "warehouse", "sample_data", "flows"}
WRONG_USE_ERRORS = {
    "flows.errors.UsageError",
    "transforms.landing.errors.LandingError",
    "transforms.errors.TransformError",
    "sample_data.errors.SampleError",
    "matching.errors.MatchingUsageError",
    "signals.errors.NoSuchSignal",
    "warehouse.errors.AudienceError",
}
"""By name, so that no room is imported at start-up for it; a test sees to it that each is there."""


def exit_code(error: BaseException) -> int:
    """2 for wrong use, 1 for a run that failed."""
    kind = type(error)
    return WRONG_USE if f"{kind.__module__}.{kind.__qualname__}" in WRONG_USE_ERRORS else FAILED


def is_user_error(error: BaseException) -> bool:
    """Whether `error` is one that a room defines for its users: those live in the room's `errors` module."""
    module = type(error).__module__.split(".")
    return module[0] in _ROOMS and module[-1] == "errors"


def is_interrupt(error: BaseException) -> bool:
    """Whether somebody stopped the run; DuckDB reports it as an error of its own when it was inside a query."""
    return isinstance(error, KeyboardInterrupt) or isinstance(
        error.__cause__ or error.__context__, KeyboardInterrupt
    )
