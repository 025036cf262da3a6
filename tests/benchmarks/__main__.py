"""`python -m tests.benchmarks`: run benchmarks, print their figures, write them to a JSON file.

Figures measured earlier in the same folder stay in the file until they are measured again. `tests.benchmarks.history`
keeps such a file and shows what became worse."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from tests.benchmarks import dates as _dates  # noqa: F401 (registers its benchmarks)
from tests.benchmarks import febrl as _febrl  # noqa: F401
from tests.benchmarks import matching as _matching  # noqa: F401
from tests.benchmarks import night as _night  # noqa: F401
from tests.benchmarks import rules as _rules  # noqa: F401
from tests.benchmarks import stability as _stability  # noqa: F401
from tests.benchmarks import year as _year  # noqa: F401
from tests.benchmarks.history import merged
from tests.benchmarks.process import CommandFailed
from tests.benchmarks.registry import BENCHMARKS, Result, Setting
from tests.benchmarks.splink import benchmark as _splink  # noqa: F401
from tests.benchmarks.tables import block, costs


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


def machine() -> dict[str, Any]:
    """What the figures were measured on, and by which commit."""
    git = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent,
    )
    return {
        "commit": git.stdout.strip() or "unknown",
        "processors": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
    }


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
                print(block(result), flush=True)
        except CommandFailed as error:
            failed = True
            print(f"{name}: {error}", file=sys.stderr)
    target = asked.folder / "results.json"
    earlier = json.loads(target.read_text(encoding="utf-8"))["results"] if target.exists() else []
    here = machine()
    measured = {"runs": asked.runs, "commit": here["commit"]}
    told = {
        "date": date.today().isoformat(),
        "machine": here,
        "results": merged(earlier, [asdict(result) | measured for result in results]),
    }
    target.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print("\n" + costs(results))
    print(f"figures: {target}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
