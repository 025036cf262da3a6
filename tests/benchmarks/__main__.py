"""`python -m tests.benchmarks`: run benchmarks, print their figures, write them to a JSON file."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks import febrl as _febrl  # noqa: F401 (registers its benchmarks)
from tests.benchmarks import matching as _matching  # noqa: F401
from tests.benchmarks import rules as _rules  # noqa: F401
from tests.benchmarks import year as _year  # noqa: F401
from tests.benchmarks.process import CommandFailed
from tests.benchmarks.registry import BENCHMARKS, Result, Setting
from tests.benchmarks.splink import benchmark as _splink  # noqa: F401


def numbers(text: str) -> tuple[int, ...]:
    """`20000,100_000` as whole numbers."""
    return tuple(int(part) for part in text.split(","))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", help=f"which to run; all when none is named: {', '.join(BENCHMARKS)}"
    )
    parser.add_argument("--people", type=numbers, default=(20_000,), help="sizes of the samples, by commas")
    parser.add_argument("--seeds", type=numbers, default=(1, 2), help="seeds of the samples, by commas")
    parser.add_argument("--runs", type=int, default=3, help="runs of each timed command")
    parser.add_argument("--folder", type=Path, default=Path("build/benchmarks"), help="samples and results")
    asked = parser.parse_args()
    if unknown := sorted(set(asked.names) - set(BENCHMARKS)):
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    return asked


def show(result: Result) -> str:
    """One result as lines of text: who, on what, then as many figures to a line as fit."""
    texts = [
        f"{name} {value:,}"
        if isinstance(value, int)
        else f"{name} {value:.6g}"
        if isinstance(value, float)
        else value
        for name, value in result.figures.items()
    ]
    lines = [f"{result.benchmark:<10}{result.subject:<8}{result.data}"]
    width = max(map(len, texts), default=0) + 2
    fit = max(108 // width, 1)
    lines += [
        "    " + "".join(f"{text:<{width}}" for text in texts[i : i + fit]) for i in range(0, len(texts), fit)
    ]
    return "\n".join(lines)


def main() -> int:
    """Run what was asked for; 1 when a measured command failed."""
    asked = arguments()
    asked.folder.mkdir(parents=True, exist_ok=True)
    setting = Setting(asked.people, asked.seeds, asked.runs, asked.folder.resolve())
    results: list[Result] = []
    failed = False
    for name in asked.names or BENCHMARKS:
        try:
            for result in BENCHMARKS[name](setting):
                results.append(result)
                print(show(result), flush=True)
        except CommandFailed as error:
            failed = True
            print(f"{name}: {error}", file=sys.stderr)
    machine = {"processors": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()[0]}
    target = asked.folder / "results.json"
    target.write_text(
        json.dumps({"machine": machine, "results": [asdict(r) for r in results]}, indent=2) + "\n"
    )
    print(f"figures: {target}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
