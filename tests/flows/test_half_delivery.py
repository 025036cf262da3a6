"""Nights on which departments deliver half of what they hold, or leave a county out for days: they are published, and what was
known of those left out stays."""

from __future__ import annotations

import shutil
from datetime import timedelta

import duckdb
import polars as pl
import pytest

from data_contracts import load_contracts
from tests.flows.conftest import AS_OF, SMALL, make_home, run_night


def test_half_of_the_people_missing_from_the_next_deliveries_does_not_stop_the_night(tmp_path):
    inbox, home = tmp_path / "inbox", make_home(tmp_path / "home")
    shutil.copytree(SMALL / "inbox", inbox)
    run_night(inbox, home)
    day = AS_OF + timedelta(days=1)
    snapshots = sorted(name for name, contract in load_contracts().items() if not contract.append)
    for dataset in snapshots:
        newest = max(folder for folder in (inbox / dataset).iterdir() if folder.is_dir())
        for file in newest.glob("*.parquet"):
            (inbox / dataset / day.isoformat()).mkdir(exist_ok=True)
            rows = pl.read_parquet(file)
            rows.head(rows.height // 2).write_parquet(inbox / dataset / day.isoformat() / file.name)
    run_night(inbox, home, day)
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        carried = con.execute(
            "SELECT status, last_seen FROM mart.signal ANTI JOIN core.person USING (person_id) "
            "WHERE subject_kind = 'person' AND status IN ('new', 'open')"
        ).fetchall()
        night = con.execute("SELECT max(as_of) FROM ops.run").fetchone()
    assert night == (day,)
    assert carried, "no open signal of a person who is gone: the test shows nothing"
    assert {last_seen < day for _, last_seen in carried} == {True}


@pytest.mark.slow
def test_a_county_that_is_missing_for_days_resolves_nothing_and_is_known_again_when_it_is_back(tmp_path):
    inbox, home = tmp_path / "inbox", make_home(tmp_path / "home")
    shutil.copytree(SMALL / "inbox", inbox)
    run_night(inbox, home)
    largest = "SELECT county_code FROM mart.signal WHERE category <> 'data' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    ((county,),) = _ask(home, largest)
    held = (
        "SELECT rule FROM ops.rule_status WHERE reason LIKE '%far fewer rows%' AND reason LIKE "
        f"'%{county}%' ORDER BY 1"
    )
    resolved = (
        f"SELECT count(*) FROM mart.signal WHERE status = 'resolved' AND county_code = '{county}' "
        f"AND rule IN ({held.removesuffix(' ORDER BY 1')})"
    )
    rules = []
    snapshots = sorted(name for name, contract in load_contracts().items() if not contract.append)
    whole = {
        (dataset, file.name): pl.read_parquet(file)
        for dataset in snapshots
        for file in sorted(max(f for f in (inbox / dataset).iterdir() if f.is_dir()).glob("*.parquet"))
    }
    for later in (1, 2, 3):
        day = AS_OF + timedelta(days=later)
        for (dataset, name), rows in whole.items():
            left = rows.filter(~pl.col("county_code").cast(pl.String).fill_null("").str.starts_with(county))
            (inbox / dataset / day.isoformat()).mkdir(exist_ok=True)
            left.write_parquet(inbox / dataset / day.isoformat() / name)
        run_night(inbox, home, day)
        rules.append(_ask(home, held))
        assert _ask(home, resolved) == [(0,)], f"day {later}"
    assert rules[0] and rules == rules[:1] * 3
    day = AS_OF + timedelta(days=4)
    for (dataset, name), rows in whole.items():
        (inbox / dataset / day.isoformat()).mkdir()
        rows.write_parquet(inbox / dataset / day.isoformat() / name)
    run_night(inbox, home, day)
    assert _ask(home, held) == []


def _ask(home, query):
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()
