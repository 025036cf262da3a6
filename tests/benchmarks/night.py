"""The night: a whole `doudi run` of a sample, the next night with 1 % of rows changed, the same night again.

Each is a whole process, told beside DuckDB reading all extracts of the same inbox and writing them to one database file
(`read_all.py`). Also the commands somebody waits for: `doudi --help`, `doudi explain person`.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from tests.benchmarks.process import Cost, measure, median
from tests.benchmarks.registry import Figure, Result, Setting, benchmark
from tests.benchmarks.samples import doudi, sample

NEEDS_A_PERSON = 3
"""The exit code of a night that is published and has something for a person to look at."""


@benchmark
def night(setting: Setting) -> Iterator[Result]:
    """Seconds, memory and steps of the first night, the next and the same again; times the floor."""
    from tests.benchmarks.nextday import next_day

    for people in setting.people:
        made = sample(setting.folder, people, setting.seeds[0])
        as_of = date.fromisoformat((made.folder / "truth" / "as_of.txt").read_text().strip())
        day = as_of + timedelta(days=1)
        later = setting.folder / f"next-{people}-{made.seed}"
        changed = next_day(made.folder / "inbox", made.folder / "truth", later, day)
        home = setting.folder / f"night-{people}-{made.seed}"
        nights = {
            "full": (made.folder / "inbox", as_of),
            "next, 1 % changed": (later / "inbox", day),
            "again, unchanged": (later / "inbox", day),
        }
        costs: dict[str, list[Cost]] = {}
        steps: dict[str, dict[str, Figure]] = {}
        read: dict[str, int] = {}
        for _ in range(setting.runs):
            shutil.rmtree(home, ignore_errors=True)
            for name, (inbox, on) in nights.items():
                costs.setdefault(name, []).append(run_night(inbox, home, on))
                steps[name] = steps_of(home)
                read.setdefault(name, _rows(home))
            for name, inbox in (("read+write", made.folder / "inbox"), ("next read+write", later / "inbox")):
                costs.setdefault(name, []).append(_floor(inbox, home))
            for name, command in _asked(home).items():
                costs.setdefault(name, []).append(measure(command, home / "log.txt"))
        middle = {name: median(runs) for name, runs in costs.items()}
        rows = {"full": read["full"], "next, 1 % changed": changed["rows"]}
        for name, cost in middle.items():
            figures = cost.figures(rows.get(name))
            if name in nights:
                floor = middle["read+write" if name == "full" else "next read+write"]
                figures |= cost.ratios(floor, "read_write")
            if name in ("next, 1 % changed", "again, unchanged"):
                figures |= cost.ratios(middle["full"], "full_night")
            yield Result("night", name, made.name, figures)
        for name in ("full", "next, 1 % changed"):
            yield Result("night", f"steps: {name}", made.name, steps[name])


def run_night(inbox: Path, home: Path, as_of: date) -> Cost:
    """`doudi run`; a night that needs a person's look is a night well done."""
    home.parent.mkdir(parents=True, exist_ok=True)
    command = [doudi(), "run", "--inbox", str(inbox), "--home", str(home), "--as-of", as_of.isoformat()]
    return measure(command, home.with_suffix(".log"), (0, NEEDS_A_PERSON))


def steps_of(home: Path) -> dict[str, Figure]:
    """Seconds of each step of the published night, up to publishing, and its peak memory so far in MB."""
    import duckdb

    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        rows = con.execute("SELECT step, seconds, peak_rss_mb FROM ops.step ORDER BY ordinal").fetchall()
    found: dict[str, Figure] = {}
    for step, seconds, peak in rows:
        found |= {f"{step}_s": float(seconds), f"{step}_mb": float(peak)}
    return found


def _floor(inbox: Path, home: Path) -> Cost:
    program = str(Path(__file__).with_name("read_all.py"))
    return measure([sys.executable, program, str(inbox), str(home / "floor.duckdb")], home / "log.txt")


def _asked(home: Path) -> dict[str, list[str]]:
    import duckdb

    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        row = con.execute(
            "SELECT person_id FROM core.person ORDER BY mentions DESC, person_id LIMIT 1"
        ).fetchone()
    person = str(row[0]) if row else "0"
    return {
        "doudi --help": [doudi(), "--help"],
        "doudi explain person": [doudi(), "explain", "person", person, "--home", str(home)],
    }


def _rows(home: Path) -> int:
    import duckdb

    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        row = con.execute("SELECT sum(rows_read) FROM ops.batch").fetchone()
    return int(row[0]) if row else 0
