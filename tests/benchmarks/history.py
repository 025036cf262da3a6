"""The history of results: kept files, and what became worse between two of them.

    python -m tests.benchmarks.history keep build/benchmarks/results.json
    python -m tests.benchmarks.history compare [OLD.json NEW.json]

`keep` copies a file of results to `history/<number>-<date>-<commit>.json`, numbered from 1 as they are kept. `compare`
takes the last two kept when none is named.
A figure is compared where both have it for the same subject and data. Cost is worse beyond TOLERANCE (machines and
their neighbours vary; processor seconds and ratios vary least); accuracy is worse beyond the last digit. Ends with 1
when something is worse.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HISTORY = Path(__file__).with_name("history")
TOLERANCE = {"cpu_s": 0.15, "_cpu": 0.15, "peak_mb": 0.15, "wall_s": 0.3, "_wall": 0.3, "_s": 0.4}
"""Endings of the names of costs, and the share by which each may grow."""

LESS_IS_BETTER = (
    "mixed_per_100k",
    "mixed_people",
    "review_per_100k",
    "false_pairs",
    "id lost without cause",
    "cases",
    "differ: ",
)
MORE_IS_BETTER = ("f1", "precision", "recall", "right_pairs", "b3_f1")
LAST_DIGIT = 1e-6
OTHERS = ("splink", "floor", "read+write", "next read+write")
"""Subjects that are not doudi: what others cost is no regression."""


def figures(path: Path) -> dict[tuple[str, str, str, str], float]:
    """Every number of a file of results by benchmark, subject, data, figure."""
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {
        (result["benchmark"], result["subject"], result["data"], name): float(value)
        for result in told["results"]
        for name, value in result["figures"].items()
        if isinstance(value, int | float)
    }


def is_worse(name: str, old: float, new: float) -> bool:
    """Whether going from `old` to `new` is worse than chance would have it."""
    if name in MORE_IS_BETTER:
        return new < old - LAST_DIGIT
    if name.startswith(LESS_IS_BETTER):
        return new > old + LAST_DIGIT
    for ending, share in TOLERANCE.items():
        if name.endswith(ending) and "_per_" not in name:
            return new > old * (1 + share) + 0.05
    return False


def compared(old: Path, new: Path) -> Iterator[tuple[bool, str]]:
    """A line for each figure that moved: whether it is worse, and the text."""
    before, after = figures(old), figures(new)
    for key in sorted(before.keys() & after.keys()):
        one, two = before[key], after[key]
        judged = (
            key[3] in MORE_IS_BETTER or key[3].startswith(LESS_IS_BETTER) or key[3].endswith(tuple(TOLERANCE))
        )
        if key[1].startswith(OTHERS):
            continue
        if judged and one != two and "_per_s" not in key[3]:
            worse = is_worse(key[3], one, two)
            change = f"{two / one - 1:+.1%}" if one else "new"
            where = " · ".join(key)
            yield worse, f"{'WORSE ' if worse else '      '}{where}: {one:.6g} → {two:.6g} ({change})"


def merged(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Results of this run, and those of earlier ones in the same folder that it did not measure again."""
    again = {(result["benchmark"], result["data"]) for result in new}
    return [result for result in old if (result["benchmark"], result["data"]) not in again] + new


def keep(results: Path) -> Path:
    """Copy a file of results to the history; where it is now."""
    told = json.loads(results.read_text(encoding="utf-8"))
    HISTORY.mkdir(exist_ok=True)
    number = len(list(HISTORY.glob("*.json"))) + 1
    target = HISTORY / f"{number:04}-{told['date']}-{told['machine']['commit']}.json"
    shutil.copyfile(results, target)
    return target


def compare(paths: list[Path]) -> int:
    """Print what moved, the worse first; 1 when something is worse, 2 when there are not two files."""
    paths = paths or sorted(HISTORY.glob("*.json"))[-2:]
    if len(paths) != 2:
        print(f"two files of results are needed; {HISTORY} has {len(paths)}", file=sys.stderr)
        return 2
    lines = list(compared(paths[0], paths[1]))
    print(f"{paths[0].stem} → {paths[1].stem}")
    print("\n".join(text for _, text in sorted(lines, key=lambda line: not line[0])) or "nothing moved")
    worse = sum(worse for worse, _ in lines)
    print(f"{worse} figures are worse" if worse else "nothing is worse")
    return int(bool(worse))


def main() -> int:
    """Read the command line."""
    what, *paths = sys.argv[1:] or ["compare"]
    if what == "keep" and len(paths) == 1:
        print(keep(Path(paths[0])))
        return 0
    if what == "compare" and len(paths) in (0, 2):
        return compare([Path(path) for path in paths])
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
