"""The benchmarks by name. A new one is a function under `@benchmark`: it takes a `Setting` and yields
`Result`s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.process import Figure


@dataclass(frozen=True)
class Setting:
    """What was asked for: sizes of the samples in people, their seeds, runs of each timed command, folder
    for data.
    """

    people: tuple[int, ...]
    seeds: tuple[int, ...]
    runs: int
    folder: Path


@dataclass(frozen=True)
class Result:
    """One line of the table: benchmark, what was measured, on what data, and the figures by name."""

    benchmark: str
    subject: str
    data: str
    figures: dict[str, Figure]


Benchmark = Callable[[Setting], Iterator[Result]]
BENCHMARKS: dict[str, Benchmark] = {}


def benchmark(function: Benchmark) -> Benchmark:
    """Register a benchmark under the name of its function."""
    BENCHMARKS[function.__name__] = function
    return function
