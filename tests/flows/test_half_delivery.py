"""A night on which departments deliver half of what they hold: it is published, and what was known of those left out stays."""

from __future__ import annotations

import shutil
from datetime import timedelta

import duckdb
import polars as pl

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
