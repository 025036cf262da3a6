"""Sequences of nights whose departments deliver unsteadily: what holds after every one of them, whatever came in."""

from __future__ import annotations

import contextlib
import io
import random
import re
import shutil
from collections.abc import Iterator
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
from tests.flows.unsteady import Departments, files_of, read

SEEDS, NIGHTS, PEOPLE = (1, 2, 3, 4), 6, 1000
PORTION = 300
"""The most new signals an office gets in one night (`delivery_portion`)."""
NUMBER = re.compile(
    r"(?<![0-9A-Za-z])[1-8]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)

Told = set[tuple[str, str, str]]
"""Signal, department, county."""

NEVER = {
    "a batch whose rows are neither accepted nor quarantined": """
        FROM ops.batch WHERE status = 'in_force' AND rows_read IS DISTINCT FROM rows_accepted + rows_quarantined""",
    "a link to nobody": "FROM core.person_link ANTI JOIN core.person USING (person_id)",
    "a person whom no row names": "FROM core.person ANTI JOIN core.person_link USING (person_id)",
    "a row linked twice": """
        FROM (SELECT 1 FROM core.person_link GROUP BY dataset, batch, source_file, source_row, role HAVING count(*) > 1)""",
    "a signal that stands twice": "FROM (SELECT 1 FROM mart.signal GROUP BY signal_id HAVING count(*) > 1)",
    "a signal open and resolved at once": """
        FROM mart.signal WHERE (status IN ('new', 'open')) = (resolved_on IS NOT NULL) AND status IN ('new', 'open', 'resolved')""",
    "a signal called new on a later night, or old on its first": """
        FROM mart.signal WHERE status IN ('new', 'open') AND (status = 'new') <> (first_seen = getvariable('night'))""",
    "a signal out of time": """
        FROM mart.signal WHERE NOT (first_seen <= last_seen AND greatest(last_seen, resolved_on) <= getvariable('night'))""",
    "a signal seen tonight about somebody who is not there": """
        FROM mart.signal ANTI JOIN core.person USING (person_id)
        WHERE status IN ('new', 'open') AND person_id IS NOT NULL AND last_seen = getvariable('night')""",
    "an open signal not seen tonight that was not carried over": """
        FROM mart.signal s ANTI JOIN (
            FROM ledger.signal_event QUALIFY row_number() OVER (PARTITION BY signal_id ORDER BY as_of DESC) = 1) e
        ON e.signal_id = s.signal_id AND e.event = 'carried'
        WHERE s.status IN ('new', 'open') AND s.last_seen < getvariable('night')""",
    "a signal that the ledger says otherwise of": """
        FROM mart.signal s FULL JOIN (
            FROM ledger.signal_event QUALIFY row_number() OVER (PARTITION BY signal_id ORDER BY as_of DESC) = 1) e
        USING (signal_id)
        WHERE (CASE WHEN s.status = 'new' THEN 'open' ELSE s.status END) IS DISTINCT FROM e.status
           OR s.first_seen IS DISTINCT FROM e.first_seen OR s.resolved_on IS DISTINCT FROM e.resolved_on""",
    "a signal that was there the night before and is gone": """
        FROM before.mart.signal ANTI JOIN mart.signal USING (signal_id)""",
    "another first date than the night before, and no signal merged into it": """
        FROM before.mart.signal b JOIN mart.signal s USING (signal_id)
        ANTI JOIN (FROM ledger.signal_event WHERE event = 'merged' AND as_of = getvariable('night')) m
        ON m.into_signal_id = s.signal_id WHERE s.first_seen <> b.first_seen""",
    "a signal that came back and does not count it, and no signal merged into it": """
        FROM before.mart.signal b JOIN mart.signal s USING (signal_id)
        ANTI JOIN (FROM ledger.signal_event WHERE event = 'merged' AND as_of = getvariable('night')) m
        ON m.into_signal_id = s.signal_id
        WHERE s.reopened_count - b.reopened_count <> (b.status = 'resolved' AND s.status = 'open')::INTEGER""",
}
"""What no published night may hold, by a query of it (`before`: the warehouse of the night before)."""

SAID = """
SELECT person_id, md5(string_agg(DISTINCT said::VARCHAR, ' ' ORDER BY said::VARCHAR)) AS said
FROM (SELECT mention, role, hash(*COLUMNS(* EXCLUDE (mention))) AS said FROM read_parquet(?)) JOIN read_parquet(?) USING (mention)
WHERE role NOT IN ('lead', 'guardian')
GROUP BY person_id"""
"""What all rows of a person say, as one hash; tickets and guardians are only said of a person."""


@dataclass
class Known:
    """What is remembered from night to night: rows of each batch, what offices were told, who said what."""

    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    told: Told = field(default_factory=set)
    said: dict[str, int] = field(default_factory=dict)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_what_holds_after_every_night(seed: int, tmp_path: Path) -> None:
    play(seed, tmp_path)


def play(seed: int, folder: Path) -> None:
    """The nights of a seed in one home; beside it a second home, which loses its work folder now and then."""
    rng, day, inbox = random.Random(seed), AS_OF, folder / "sample" / "inbox"
    generate(folder / "sample", PEOPLE, seed)
    departments = Departments(inbox, rng, {("wj_illness", str(AS_OF - timedelta(days=1)))})
    home, second = make_home(folder / "home"), make_home(folder / "second")
    known, done = Known(), ["as the sample is"]
    for number in range(NIGHTS):
        if number:
            day += timedelta(days=rng.choice((1, 1, 1, 2, 7, 33)))
            shutil.copy(home / "warehouse.duckdb", folder / "before.duckdb")
            done = departments.unsteady_day(day)
        where = f"seed {seed}, night {number} ({day}): {'; '.join(done)}"
        unchanged, heard = run(inbox, home, day)
        assert not unchanged, where
        with looking_at(home, folder / "before.duckdb", day) as con:
            check_rows(con, departments, known, day, where)
            check_never(con, number > 0, where)
            check_told(con, home, day, known, where)
            check_ids(con, home, known, where)
            names = {
                name
                for (name,) in con.execute("SELECT name FROM core.person WHERE length(name) > 2").fetchall()
            }
        published, outbox = contents(home / "warehouse.duckdb"), outbox_of(home, day)
        assert run(inbox, home, day)[0], f"the same night again is not seen to be the same; {where}"
        heard += run(inbox, home, day, force=True)[1]
        assert contents(home / "warehouse.duckdb") == published, f"the night made again differs; {where}"
        assert outbox_of(home, day) == outbox, f"the outbox made again differs; {where}"
        numbers_out, names_out = leaks(heard, home, names)
        assert (numbers_out, names_out) == (0, 0), f"numbers and names in texts; {where}"
        if number % 2:
            shutil.rmtree(second / "work")
        run(inbox, second, day)
        assert contents(second / "warehouse.duckdb") == published, f"a second home differs; {where}"


def run(inbox: Path, home: Path, day: date, force: bool = False) -> tuple[bool, str]:
    """Whether nothing had changed, and what was said in the terminal. Published, or this raises."""
    said, console = io.StringIO(), Console()
    with contextlib.redirect_stderr(said):
        done = night(prepare(inbox, home, day, None, console, force), console)
    text, code = summary(done)
    assert code in (0, 3)
    return done.unchanged, said.getvalue() + text


@contextlib.contextmanager
def looking_at(home: Path, before: Path, day: date) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published night, with the ledger and, where there is one, the night before it."""
    with duckdb.connect() as con:
        for name, file in (
            ("now", home / "warehouse.duckdb"),
            ("ledger", home / "ledger.duckdb"),
            ("before", before),
        ):
            if file.exists():
                con.execute(f"ATTACH '{file}' AS {name} (READ_ONLY)")
        con.execute("USE now")
        con.execute(f"SET VARIABLE night = DATE '{day}'")
        yield con


def check_rows(
    con: duckdb.DuckDBPyConnection, departments: Departments, known: Known, day: date, where: str
) -> None:
    """Batches in force were read as they lie in the inbox, or as they last lay there; spoiled ones, and no others, are refused."""
    in_force = con.execute(
        "SELECT dataset, batch::VARCHAR, rows_read FROM ops.batch WHERE status = 'in_force'"
    ).fetchall()
    for dataset, batch, _ in in_force:
        folder = departments.inbox / dataset / batch
        if folder.is_dir() and (dataset, batch) not in departments.spoiled:
            known.rows[dataset, batch] = sum(read(file).height for file in files_of(folder))
    wrong = [(*row, known.rows.get(row[:2])) for row in in_force if row[2] != known.rows.get(row[:2])]
    assert not wrong, f"rows read and rows delivered: {wrong}; {where}"
    refused = set(
        con.execute("SELECT dataset, batch::VARCHAR FROM ops.batch WHERE status = 'refused'").fetchall()
    )
    today = {batch for batch in departments.spoiled if batch[1] == str(day)}
    assert today <= refused <= departments.spoiled, f"refused {sorted(refused)}; {where}"


def check_never(con: duckdb.DuckDBPyConnection, later: bool, where: str) -> None:
    for what, query in NEVER.items():
        if later or "before." not in query:
            found = con.execute(f"SELECT count(*) {query}").fetchone()
            assert found == (0,), f"{found}: {what}; {where}"


def check_told(con: duckdb.DuckDBPyConnection, home: Path, day: date, known: Known, where: str) -> None:
    """Every office is told once of what is new to it and once of what is gone: in the outbox, and so in the ledger."""
    live = set(
        con.execute(
            "SELECT signal_id, department, CASE WHEN regexp_full_match(county_code, '[0-9]{6}') THEN county_code ELSE 'province' END "
            "FROM mart.signal WHERE status IN ('new', 'open')"
        ).fetchall()
    )
    due = {"new": live - known.told, "open": live & known.told, "resolved": known.told - live}
    assert (
        len(due["new"]) <= PORTION
        or pl.DataFrame(sorted(due["new"]), orient="row").group_by("column_1", "column_2").len()["len"].max()
        <= PORTION
    )
    found = outbox_of(home, day)
    for change, expected in due.items():
        assert len(expected ^ found[change]) == 0, (
            f"{change}: {len(expected - found[change])} missing, {len(found[change] - expected)} too many; {where}"
        )
    for change in ("new", "resolved"):
        kept = set(
            con.execute(
                "SELECT signal_id, department, county_code FROM ledger.signal_delivery WHERE as_of = getvariable('night') AND change = ?",
                [change],
            ).fetchall()
        )
        assert kept == due[change], f"the ledger of {change}; {where}"
    known.told = live


def outbox_of(home: Path, day: date) -> dict[str, Told]:
    """What is told on a date as new, still open and gone."""
    found: dict[str, Told] = {"new": set(), "open": set(), "resolved": set()}
    for file in (home / "outbox").glob(f"*/{day}/*.parquet"):
        department = file.parts[-3]
        if department == "worklist" or file.stem.endswith("-leads"):
            continue
        for signal, change in pl.read_parquet(file).select("预警编号", "变化").iter_rows():
            kind = {"新增": "new", "再次出现": "new", "仍未办结": "open"}.get(change, "resolved")
            assert (signal, department, file.stem) not in found[kind], f"{signal} twice in {file}"
            found[kind].add((signal, department, file.stem))
    return found


def check_ids(con: duckdb.DuckDBPyConnection, home: Path, known: Known, where: str) -> None:
    """Whose rows say what they said the night before has the id of the night before, unless the ledger tells of a merger or split."""
    import json

    mentions = json.loads((home / "match" / "mentions.json").read_text())
    rows = con.execute(SAID, [mentions, str(home / "match" / "links.parquet")]).fetchall()
    said = [text for _, text in rows]
    now = {text: person for person, text in rows if said.count(text) == 1}
    touched = {
        person
        for event in con.execute(
            "SELECT person_id, into_person_id FROM ledger.identity_event WHERE as_of = getvariable('night')"
        ).fetchall()
        for person in event
    }
    changed = [
        (known.said[text], person) for text, person in now.items() if known.said.get(text, person) != person
    ]
    unexplained = [pair for pair in changed if not touched & set(pair)]
    assert not unexplained, f"ids before and after: {unexplained}; {where}"
    known.said = now


def leaks(heard: str, home: Path, names: set[str]) -> tuple[int, int]:
    """How many identity numbers and full names are in what was heard and in the texts that the home keeps."""
    files = [file for file in home.rglob("*") if file.suffix in (".json", ".html", ".toml", ".log", ".txt")]
    text = "\n".join([heard, *(file.read_text("utf-8") for file in files if "outbox" not in file.parts)])
    return len(NUMBER.findall(text)), sum(name in text for name in names)
