"""`doudi match` beside Splink on the same table, in one run and in turn: accuracy, seconds, memory.

Splink is judged at the threshold that serves it best on that very table; doudi has no threshold to choose.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.matching import judge
from tests.benchmarks.process import alternate, measure, median
from tests.benchmarks.registry import Figure, Result, Setting, benchmark
from tests.benchmarks.samples import Sample, match_command, records, sample

THRESHOLDS = (10, 11, 12, 13, 14, 15, 16, 18)
VARIANTS = {"splink untrained": (), "splink trained": ("--trained",)}
SHOWN = ("f1", "precision", "recall", "mixed_per_100k")


@benchmark
def splink(setting: Setting) -> Iterator[Result]:
    """Whole processes of `doudi match` and of Splink, untrained and trained."""
    if find_spec("splink") is None:
        yield Result("splink", "splink", "none", {"not installed": "pip install splink, or make bench"})
        return
    for people in setting.people:
        made = sample(setting.folder, people, setting.seeds[0])
        found = {name: _best(made, name) for name in VARIANTS}
        links = made.folder / "match-links.parquet"
        commands = {"doudi match": match_command(made.mentions, links, made.folder / "match-review.parquet")}
        for name, accuracy in found.items():
            commands[name] = _command(made, name, (accuracy["threshold_bits"],))
        runs = alternate(commands, setting.runs, made.folder / "log.txt")
        costs = {name: median(of) for name, of in runs.items()}
        right = judge(made, links, None)
        found["doudi match"] = {name: right[name] for name in SHOWN}
        ours, rows = costs["doudi match"], records(made)
        for name, cost in costs.items():
            ratios = cost.ratios(ours, "doudi") if name in VARIANTS else {}
            yield Result(
                "splink", name, made.name, found[name] | cost.figures(rows) | ratios | _steps(made, name)
            )


def _links(made: Sample, name: str) -> Path:
    return made.folder / f"{name.replace(' ', '-')}.parquet"


def _command(made: Sample, name: str, thresholds: tuple[Figure, ...]) -> list[str]:
    bits = [str(threshold) for threshold in thresholds]
    program = [sys.executable, "-m", "tests.benchmarks.splink", str(made.mentions), str(_links(made, name))]
    return [*program, *VARIANTS[name], "--threshold", *bits]


def _best(made: Sample, name: str) -> dict[str, Figure]:
    """Accuracy at the threshold with the highest F1."""
    measure(_command(made, name, THRESHOLDS), made.folder / "log.txt")
    links = _links(made, name)
    judged = {bits: judge(made, links.with_name(f"{links.stem}-{bits}.parquet"), None) for bits in THRESHOLDS}
    best = max(THRESHOLDS, key=lambda bits: float(judged[bits]["f1"]))
    return {figure: judged[best][figure] for figure in SHOWN} | {"threshold_bits": best}


def _steps(made: Sample, name: str) -> dict[str, Figure]:
    """Seconds of Splink's steps in its last run."""
    path = _links(made, name).with_suffix(".seconds.json")
    seconds = json.loads(path.read_text()) if name in VARIANTS else {}
    return {f"{step}_s": taken for step, taken in seconds.items()}
