"""`doudi review`: the pairs that the published night left open; decisions go into the ledger under the home's lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from flows.connect import connect_in
from flows.errors import DONE, NEEDS_ATTENTION, UsageError
from flows.home import attach_ledger, literal, mentions_of_night, warehouse_of
from flows.links import row_key
from flows.lock import home_lock
from flows.published import published
from flows.settings import read_settings

_COUNTS = "It counts from the next run on; undo it with: doudi review undo {} --who NAME"


@contextmanager
def _night(home: Path, change: str | None = None) -> Iterator[tuple[duckdb.DuckDBPyConnection, date]]:
    """Connection with the published night's `mentions` and `review` and the ledger, and its date; `change` names what is about
    to be written."""
    read_settings(home)
    night = published(warehouse_of(home))
    if night is None:
        raise UsageError(
            f"nothing is published in {home} yet. Run a night first: doudi run --inbox DIR --home {home}"
        )
    from matching.ledger import create as create_tables

    with connect_in(home) as con:
        mentions_of_night(home, con)
        con.execute(
            f"CREATE TEMP VIEW review AS SELECT * FROM read_parquet({literal(home / 'match' / 'review.parquet')})"
        )
        if change is None:
            attach_ledger(con, home)
            yield con, night.as_of
            return
        with home_lock(home, f"doudi review {change}"):
            attach_ledger(con, home, read_only=False)
            create_tables(con)
            con.execute("BEGIN")
            yield con, night.as_of
            con.execute("COMMIT")


def listing(home: Path, limit: int, language: str) -> str:
    """The open pairs with their numbers, masked, the most certain first."""
    from matching.review import decided_pairs, open_pairs

    with _night(home) as (con, _):
        pairs = open_pairs(con, "mentions", "review", limit, language)
        decided = decided_pairs(con)
        (total,) = con.execute("SELECT count(*) FROM review").fetchone() or (0,)
    lines = [f"{total:,} open pairs" + (f", the first {limit}" if total > limit else "")]
    for pair in pairs:
        word = ""
        if pair.pair in decided:
            word = "  decided: {1} (decision {0}), which counts from the next run on".format(
                *decided[pair.pair]
            )
        lines += [
            f"{pair.pair}  {pair.score:+.1f} bits  {pair.reason}{word}",
            f"  {pair.person_id_a}: {_shown(pair.record_a)}",
            f"  {pair.person_id_b}: {_shown(pair.record_b)}",
            f"  {pair.evidence}",
        ]
    return "\n".join(lines)


def _shown(record: dict[str, object]) -> str:
    wanted = ("source", "name", "id_text", "sex", "birth_date", "county_code", "phone", "household_id")
    return " ".join(str(record[name]) for name in wanted if record.get(name) is not None)


def export(home: Path, file: Path, masked: bool) -> str:
    """Write the sheet; a line saying how many pairs it holds."""
    from data_contracts import load_contracts
    from matching.review import export as write

    if file.suffix.lower() not in {".xlsx", ".csv"}:
        raise UsageError(f"{file}: the sheet is .xlsx or .csv.")
    if not file.parent.is_dir():
        raise UsageError(f"the folder of {file} does not exist. Make it first.")
    titles = {name: contract.title for name, contract in load_contracts().items()}
    with _night(home) as (con, _):
        count = write(con, "mentions", "review", file, not masked, titles)
    return f"{count:,} open pairs → {file}" + ("" if masked else " (full names and numbers: guard it)")


def import_sheet(home: Path, file: Path, who: str) -> tuple[str, int]:
    """What became of the sheet's rows, and the exit code: 3 when a row needs somebody to correct it."""
    from matching.review import import_sheet as take

    if not file.is_file():
        raise UsageError(f"{file} is not a file. Give the sheet that came back.")
    with _night(home, f"import {file.name}") as (con, night):
        report = take(con, "mentions", file, who, _now(), night=night)
    lines = [
        f"{file.name}: {report.decided:,} decided, {report.unchanged:,} decided so before, {report.blank:,} left open, "
        f"{len(report.problems):,} not usable",
        *(f"  {line}" for line in (*report.replaced, *report.problems)),
    ]
    return "\n".join(lines), NEEDS_ATTENTION if report.problems else DONE


def decide(home: Path, pair: str, verdict: str, who: str, reason: str | None) -> str:
    """Record a decision; its number, for undoing it."""
    from matching.review import decide as take
    from matching.review import decided_pairs

    _check(verdict)
    with _night(home, f"decide {pair}") as (con, night):
        before = decided_pairs(con).get(pair)
        number = take(con, "mentions", pair, verdict, who, _now(), reason, night=night)
    told = f"decision {number}: {pair} {verdict}."
    if before:
        told += " It takes the place of decision {} ({}).".format(*before)
    return f"{told} {_COUNTS.format(number)}"


def decide_rows(home: Path, link_a: str, link_b: str, verdict: str, who: str, reason: str | None) -> str:
    """Record a decision on two source rows, whether they are linked or not; its number, for undoing it."""
    from matching.decisions import decide as take

    _check(verdict)
    with _night(home, "rows") as (con, night):
        con.execute(f"ATTACH {literal(warehouse_of(home))} AS published (READ_ONLY)")
        keys = [row_key(con, link, "published.core.person_link") for link in (link_a, link_b)]
        number = take(con, "mentions", keys[0], keys[1], verdict, who, _now(), reason, night=night)
    return f"decision {number}: {verdict}. {_COUNTS.format(number)}"


def _check(verdict: str) -> None:
    from matching.decisions import VERDICTS

    if verdict not in VERDICTS:
        raise UsageError(f"verdict '{verdict}': expected one of {', '.join(VERDICTS)}.")


def undo(home: Path, decision: int, who: str, reason: str | None) -> str:
    """Take a decision back."""
    from matching.decisions import undo as take_back

    with _night(home, f"undo {decision}") as (con, night):
        take_back(con, decision, who, _now(), reason, night=night)
    return f"decision {decision} is undone; it stays on record."


def _now() -> datetime:
    return datetime.now(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None)
