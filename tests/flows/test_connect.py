"""Connections: the same days wherever the machine stands, and nothing left behind."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb

from flows.connect import connect_beside, connect_in
from flows.settings import write_settings
from transforms.landing import Shape, land

BORN = "TIMESTAMPTZ '1995-06-05 00:00:00+08'"
ASK = """
from flows.connect import connect_beside
with connect_beside() as con:
    for one in (con, con.cursor()):
        print(one.execute("SELECT (TIMESTAMPTZ '1995-06-05 00:00:00+08')::VARCHAR").fetchone()[0])
"""


def test_a_moment_is_the_same_day_on_every_machine():
    for zone in ("UTC", "America/New_York"):
        told = subprocess.run(
            [sys.executable, "-c", ASK],
            env={**os.environ, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.splitlines() == ["1995-06-05 00:00:00+08"] * 2


def test_a_delivered_moment_is_landed_as_the_day_it_was_in_china(tmp_path):
    batch = tmp_path / "inbox" / "visits" / "2026-11-01"
    batch.mkdir(parents=True)
    duckdb.sql(f"SELECT 1 AS visit_id, {BORN} AS born").write_parquet(str(batch / "v.parquet"))
    shapes = {"visits": Shape({"visit_id": "visit_id", "born": "born"}, ("visit_id",), False, 0)}
    with connect_beside() as con:
        report = land(con, tmp_path / "inbox", tmp_path / "landing", shapes, date(2026, 11, 2))
        path = report.landed[0].path
        row = con.execute(f"SELECT born, parse_date(born)::VARCHAR FROM '{path}'").fetchone()
    assert row == ("1995-06-05", "1995-06-05")


def test_what_does_not_fit_goes_into_the_home_or_a_folder_that_goes_away(tmp_path):
    write_settings(tmp_path, "hubei")
    with connect_in(tmp_path) as con:
        spill = con.execute("SELECT current_setting('temp_directory')").fetchone()[0]
        assert Path(spill) == tmp_path / "work" / "spill"
    with connect_beside(tmp_path) as con:
        spill = Path(con.execute("SELECT current_setting('temp_directory')").fetchone()[0])
        assert spill.parent == tmp_path and spill.is_dir()
    assert not spill.exists()
