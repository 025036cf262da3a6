"""What a person can do wrong, as opposed to what a program can: shown as one message, without a traceback.

Every room raises an exception class of its own; `user_errors()` lists them for the command line.
"""

from __future__ import annotations

import importlib

DONE = 0
FAILED = 1
WRONG_USE = 2
NEEDS_ATTENTION = 3
INTERRUPTED = 130


class UsageError(Exception):
    """Wrong use: a missing folder, a bad option, a date that may not be run (exit code 2)."""


class RunError(Exception):
    """The run could not go on: another one holds the lock, the disk is full (exit code 1)."""


_ROOM_ERRORS = {
    "transforms.landing.errors": "LandingError",
    "transforms.errors": "TransformError",
    "data_contracts.errors": "ContractError",
    "matching.errors": "MatchError",
    "signals.errors": "SignalError",
    "warehouse.errors": "WarehouseError",
    "sample_data.errors": "SampleError",
}

_WRONG_USE = {"UsageError", "LandingError", "TransformError", "SampleError"}


def exit_code(error: BaseException) -> int:
    """2 for wrong use, 1 for a run that failed."""
    return WRONG_USE if type(error).__name__ in _WRONG_USE else FAILED


def is_user_error(error: BaseException) -> bool:
    """Whether `error` is one of the rooms' own exceptions; only rooms already imported can have raised one."""
    for module, name in _ROOM_ERRORS.items():
        if type(error).__module__.startswith(module.split(".")[0]):
            kind = getattr(importlib.import_module(module), name)
            if isinstance(error, kind):
                return True
    return isinstance(error, UsageError | RunError)
