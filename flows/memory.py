"""Highest resident memory of this process within a span, as Linux counts it."""

from __future__ import annotations

import resource
from pathlib import Path

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")


def reset_peak() -> None:
    """Begin a new span; where the system cannot, the peak goes on counting from the start of the process."""
    try:
        _CLEAR.write_text("5")
    except OSError:
        return


def peak_rss_mb() -> float:
    """Peak since the last reset, in MiB."""
    try:
        for line in _STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
