"""`doudi report`: the page of a night again, from the published warehouse or from a snapshot."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flows.errors import UsageError
from flows.home import warehouse_of
from flows.published import published
from flows.settings import read_settings


def write_page(warehouse: Path, out: Path) -> Path:
    """Write `out/index.html` from a published warehouse, with the titles that signals have; its path."""
    from signals.words import CATEGORY, DATASET, DEPARTMENT
    from warehouse.report import Titles, write_report

    return write_report(warehouse, out, Titles(CATEGORY, DEPARTMENT, DATASET))


def report_again(home: Path, as_of: date | None) -> Path:
    """Write `HOME/reports/<as_of>/index.html`; its path. Raises UsageError when no such night is kept."""
    read_settings(home)
    warehouse = warehouse_of(home)
    last = published(warehouse)
    if last is None:
        raise UsageError(
            f"nothing is published in {home} yet. Run a night first: doudi run --inbox DIR --home {home}"
        )
    if as_of is None or as_of == last.as_of:
        return write_page(warehouse, home / "reports" / last.as_of.isoformat())
    nights = [(night, path) for path in (home / "snapshots").glob("*.duckdb") if (night := published(path))]
    kept = {night.as_of: path for night, path in sorted(nights, key=lambda one: one[0].finished_at)}
    if as_of not in kept:
        days = ", ".join(sorted(day.isoformat() for day in {*kept, last.as_of}))
        raise UsageError(
            f"no warehouse of {as_of} is kept in {home}. Kept: {days}. Use one of those dates with --as-of."
        )
    return write_page(kept[as_of], home / "reports" / as_of.isoformat())
