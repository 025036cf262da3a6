"""Highest resident memory of this process so far."""

from __future__ import annotations

import resource


def peak_rss_mb() -> float:
    """In MiB; it never falls, so a step that raised it is the one that needed it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
