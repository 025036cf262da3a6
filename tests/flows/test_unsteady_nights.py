"""Sequences of nights whose departments deliver unsteadily: what holds after every one of them, whatever came in.

A sequence is told by its seed. Messages name batches, ids of ours and counts, and nobody.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import re
import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.console import Console
from flows.night import night, prepare
from flows.summary import summary
from sample_data import generate
from sample_data.generate import AS_OF
from tests.flows.conftest import make_home
from tests.flows.contents import contents
from tests.flows.never import SAID, Told, looking_at, outbox_of, things_that_must_not_be, without_rows
from tests.flows.unsteady import Batch, Departments, files_of, read

SEEDS, NIGHTS, PEOPLE = (301, 305, 400, 401), 5, 1000
"""Of some twenty seeds, those in which most happens: signals carried over, reopened and merged; people merged and split."""
STEPS = (1, 1, 1, 2, 7, 33)
"""Days from one night to the next."""
PORTION = 300
"""The most new signals an office gets in one night (`delivery_portion`)."""
NUMBER = re.compile(
    r"(?<![0-9A-Za-z])[1-8]\d{5}(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)
TEXTS = (".json", ".html", ".toml", ".log", ".txt")


@dataclass
class Known:
    """What is remembered from night to night: rows of each batch, what offices know of, who said what."""

    rows: dict[Batch, int] = field(default_factory=dict)
    told: Told = field(default_factory=set)
    said: dict[str, int] = field(default_factory=dict)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_what_holds_after_every_night(seed: int, tmp_path: Path) -> None:
    play(seed, tmp_path)


def play(seed: int, folder: Path) -> None:
    """The nights of a seed in one home; beside it a second home, which now and then loses its work folder."""
    rng, day, inbox = random.Random(seed), AS_OF, folder / "sample" / "inbox"
    generate(folder / "sample", PEOPLE, seed)
    departments = Departments(inbox, rng, {("wj_illness", str(AS_OF - timedelta(days=1)))})
    home, second, before = make_home(folder / "home"), make_home(folder / "second"), folder / "before.duckdb"
    known, done = Known(), ["the sample as it is"]
    for number in range(NIGHTS):
        if number:
            day += timedelta(days=rng.choice(STEPS))
            done = departments.unsteady_day(day)
            shutil.copy(home / "warehouse.duckdb", before)
        where = f"seed {seed}, night {number} ({day}): {'; '.join(done)}"
        unchanged, code, heard = run(inbox, home, day)
        assert not unchanged, where
        with looking_at(home, before, day) as con:
            there = things_that_must_not_be(con)
            assert not there, f"{there}; {where}"
            attention = con.execute("SELECT count(*) FROM ops.attention").fetchone()
            assert code == (0 if attention == (0,) else 3), (
                f"exit code {code}, {attention} in ops.attention; {where}"
            )
            check_rows(con, departments, day, known, where)
            check_told(con, outbox_of(home, day), known, where)
            check_ids(con, home, known, where)
        published, told = contents(home / "warehouse.duckdb"), outbox_of(home, day)
        assert run(inbox, home, day)[0], f"the same night again is taken for another; {where}"
        heard += run(inbox, home, day, force=True)[2]
        assert contents(home / "warehouse.duckdb") == published, f"made again, the night differs; {where}"
        assert outbox_of(home, day) == told, f"made again, the outbox differs; {where}"
        assert_nobody_is_named(heard, home, where)
        if number % 2:
            shutil.rmtree(second / "work")
        run(inbox, second, day)
        assert contents(second / "warehouse.duckdb") == published, f"a second home differs; {where}"
    check_order_of_rows(departments, folder, day, f"seed {seed}")


def run(inbox: Path, home: Path, day: date, force: bool = False) -> tuple[bool, int, str]:
    """A night, or this raises. Whether nothing had changed, the exit code and what the terminal showed."""
    shown, console = io.StringIO(), Console()
    with contextlib.redirect_stderr(shown):
        done = night(prepare(inbox, home, day, None, console, force), console)
    text, code = summary(done)
    return done.unchanged, code, shown.getvalue() + text


def check_rows(
    con: duckdb.DuckDBPyConnection, departments: Departments, day: date, known: Known, where: str
) -> None:
    """Batches in force hold what lies, or last lay, in the inbox; spoiled batches are refused, and no others."""
    by_status = "SELECT dataset, batch::VARCHAR, rows_read FROM ops.batch WHERE status = ?"
    in_force = con.execute(by_status, ["in_force"]).fetchall()
    for dataset, on, _ in in_force:
        if (departments.inbox / dataset / on).is_dir() and (dataset, on) not in departments.spoiled:
            known.rows[dataset, on] = sum(
                read(file).height for file in files_of(departments.inbox / dataset / on)
            )
    wrong = [(*row, known.rows.get(row[:2])) for row in in_force if row[2] != known.rows.get(row[:2])]
    assert not wrong, f"rows read and rows delivered: {wrong}; {where}"
    refused = {row[:2] for row in con.execute(by_status, ["refused"]).fetchall()}
    today = {batch for batch in departments.spoiled if batch[1] == str(day)}
    assert today <= refused <= departments.spoiled, f"refused: {sorted(refused)}; {where}"


def check_told(con: duckdb.DuckDBPyConnection, found: dict[str, Told], known: Known, where: str) -> None:
    """An office is told once of what is new to it and once of what is gone: so the outbox, and so the ledger."""
    live: Told = set(
        con.execute(
            "SELECT signal_id, department, CASE WHEN county_code SIMILAR TO '[0-9]{6}' THEN county_code ELSE 'province' END "
            "FROM mart.signal WHERE status IN ('new', 'open')"
        ).fetchall()
    )
    due = {"new": live - known.told, "open": live & known.told, "resolved": known.told - live}
    most = max(Counter((department, county) for _, department, county in due["new"]).values(), default=0)
    assert most <= PORTION, f"an office has more than its portion, which this test does not foresee; {where}"
    for change, expected in due.items():
        missing, extra = len(expected - found[change]), len(found[change] - expected)
        assert not missing + extra, f"{change}: {missing} not told, {extra} told too much; {where}"
    kept = con.execute(
        "SELECT change, signal_id, department, county_code FROM ledger.signal_delivery WHERE as_of = getvariable('night')"
    ).fetchall()
    for change in ("new", "resolved"):
        assert {tuple(row[1:]) for row in kept if row[0] == change} == due[change], (
            f"ledger, {change}; {where}"
        )
    known.told = live


def check_ids(con: duckdb.DuckDBPyConnection, home: Path, known: Known, where: str) -> None:
    """Whose rows say what somebody's said the night before has his id, unless the ledger tells of a merger or split."""
    mentions = json.loads((home / "match" / "mentions.json").read_text())
    rows = con.execute(SAID, [mentions, str(home / "match" / "links.parquet")]).fetchall()
    often = Counter(said for _, said in rows)
    now = {said: person for person, said in rows if often[said] == 1}
    events = con.execute(
        "SELECT person_id, into_person_id FROM ledger.identity_event WHERE as_of = getvariable('night')"
    ).fetchall()
    told_of = {person for event in events for person in event}
    pairs = [(known.said[said], now[said]) for said in now.keys() & known.said.keys()]
    wrong = [pair for pair in pairs if pair[0] != pair[1] and not told_of & set(pair)]
    assert not wrong, f"ids before and now: {wrong}; {where}"
    known.said = now


def assert_nobody_is_named(heard: str, home: Path, where: str) -> None:
    """No identity number and no full name in what the terminal showed, nor in a text of the home but its outbox."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        names = con.execute("SELECT DISTINCT name FROM core.person WHERE length(name) > 2").fetchall()
    files = [file for file in home.rglob("*") if file.suffix in TEXTS and "outbox" not in file.parts]
    text = "\n".join([heard, *(file.read_text("utf-8") for file in files)])
    found = sum(1 for _ in NUMBER.finditer(text)), sum(name in text for (name,) in names)
    if found != (0, 0):
        pytest.fail(f"{found[0]} numbers and {found[1]} names in texts; {where}", pytrace=False)


def check_order_of_rows(departments: Departments, folder: Path, day: date, where: str) -> None:
    """Two new homes of the last night, one with the rows of every Parquet file in another order, say the same."""
    found = []
    for name in ("in order", "shuffled"):
        home = make_home(folder / name)
        run(departments.inbox, home, day)
        found.append(without_rows(home / "warehouse.duckdb"))
        for file in departments.inbox.glob("*/*/*.parquet"):
            if (file.parts[-3], file.parts[-2]) not in departments.spoiled:
                pl.read_parquet(file).sample(fraction=1, shuffle=True, seed=1).write_parquet(file)
                (file.parent / "_manifest.json").unlink(missing_ok=True)
    differ = sorted(table for table in found[0] if found[0][table] != found[1][table])
    assert not differ, f"{differ} depend on the order of rows; {where}"
