"""`doudi feedback import`: departments' answers about signals into the ledger, under the home's lock."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flows.connect import connect_in
from flows.errors import DONE, NEEDS_ATTENTION, UsageError
from flows.home import attach_ledger, warehouse_of
from flows.lock import home_lock
from flows.published import published
from flows.settings import read_settings


def import_file(home: Path, file: Path, today: date) -> tuple[str, int]:
    """What was kept and what could not be, and the exit code: 3 when a row needs somebody to correct it."""
    from signals.feedback import import_feedback

    read_settings(home)
    if not file.is_file():
        raise UsageError(f"{file} is not a file. Give the sheet that a department sent back.")
    with home_lock(home, f"doudi feedback import {file.name}"):
        if published(warehouse_of(home)) is None:
            raise UsageError(
                f"nothing is published in {home} yet, so there are no signals to answer. Run a night first: "
                f"doudi run --inbox DIR --home {home}"
            )
        with connect_in(home) as con:
            attach_ledger(con, home, read_only=False)
            con.execute("BEGIN")
            report = import_feedback(con, file, today)
            con.execute("COMMIT")
    kept = ", ".join(f"{count:,} {outcome}" for outcome, count in report.kept.items())
    bad = len({(problem.sheet, problem.row) for problem in report.problems})
    lines = [
        f"{file.name}: {report.rows:,} rows",
        f"  {sum(report.kept.values()):,} kept" + (f" ({kept})" if kept else ""),
        f"  {report.known:,} known already",
        f"  {report.unanswered:,} not answered yet",
        f"  {bad:,} not usable",
        *(f"    {problem}" for problem in report.problems),
    ]
    if bad:
        lines.append("Correct those rows and import the file again; what was kept is not taken twice.")
    return "\n".join(lines), NEEDS_ATTENTION if bad else DONE
