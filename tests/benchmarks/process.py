"""Wall time, processor time and peak memory of a whole process.

A process's peak memory counts that of the process that forked it, so commands are started by a small launcher
(this file run as a program) rather than by one that holds data. Figures come from the kernel (`wait4`),
children included.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Figure = float | int | str


@dataclass(frozen=True)
class Cost:
    """Of one run: seconds on the clock, seconds of processor, peak resident memory in MB."""

    wall: float
    cpu: float
    peak_mb: float

    def figures(self, rows: int | None = None) -> dict[str, Figure]:
        """By name, with rows a second when `rows` were worked on."""
        found: dict[str, Figure] = {"wall_s": self.wall, "cpu_s": self.cpu, "peak_mb": self.peak_mb}
        return found | ({"rows": rows, "rows_per_s": rows / self.wall} if rows else {})

    def ratios(self, other: Cost, name: str) -> dict[str, Figure]:
        """How many times `other` this cost, on the clock and in processor time."""
        return {f"x_{name}_wall": self.wall / other.wall, f"x_{name}_cpu": self.cpu / other.cpu}


class CommandFailed(Exception):
    """A measured command ended with another code than 0; the message has its last lines."""


def measure(command: Sequence[str], log: Path, well: Sequence[int] = (0,)) -> Cost:
    """Run `command` to its end, output to `log`; CommandFailed when it ends with a code not in `well`."""
    launcher = subprocess.run(
        [sys.executable, "-S", __file__, str(log), *command], capture_output=True, text=True, check=False
    )
    if launcher.returncode not in well:
        tail = (
            "\n".join(log.read_text(errors="replace").splitlines()[-5:]) if log.exists() else launcher.stderr
        )
        raise CommandFailed(f"{' '.join(command)}: ended with {launcher.returncode}\n{tail}")
    return Cost(**json.loads(launcher.stdout))


def alternate(commands: Mapping[str, Sequence[str]], runs: int, log: Path) -> dict[str, list[Cost]]:
    """Run each command `runs` times, one after the other in turn, so that a busy minute hits all alike."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            costs[name].append(measure(command, log))
    return costs


def median(costs: Sequence[Cost]) -> Cost:
    """Medians of the figures, each for itself."""
    return Cost(
        wall=statistics.median(cost.wall for cost in costs),
        cpu=statistics.median(cost.cpu for cost in costs),
        peak_mb=statistics.median(cost.peak_mb for cost in costs),
    )


def _launch(log: str, command: list[str]) -> int:
    with open(log, "w") as output:  # noqa: PTH123 (pathlib would be imported for nothing)
        started = time.perf_counter()
        child = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
    print(json.dumps({"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss / 1024}))
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(_launch(sys.argv[1], sys.argv[2:]))
