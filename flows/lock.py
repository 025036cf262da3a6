"""One run at a time per home: an operating-system lock that ends with the process that holds it.

The lock file also says who holds it, for the message a second run gets. The file descriptor is not inherited by child
processes, so none of them can keep a dead run's lock.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flows.errors import RunError


@contextmanager
def home_lock(home: Path, what: str) -> Iterator[None]:
    """Hold the home's lock for the `with` block; `what` names the command for whoever comes second.

    Raises RunError when another process holds it.
    """
    path = home / ".lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunError(_held_message(home, path)) from None
        holder = {"pid": os.getpid(), "what": what, "since": datetime.now(UTC).isoformat(timespec="seconds")}
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(holder).encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _held_message(home: Path, path: Path) -> str:
    try:
        holder = json.loads(path.read_text())
        who = f"process {holder['pid']} ({holder['what']}, since {holder['since']})"
    except (OSError, ValueError, KeyError):
        who = "another process"
    return f"{home} is in use by {who}. One run at a time: wait for it to end, or stop it, then run again."
