"""The ledger is one file: who writes it and who reads it wait for each other, and it is there whole or not at all."""

import subprocess
import sys

import duckdb
import pytest

from flows import home as home_module
from flows.errors import RunError
from flows.home import attach_ledger, ledger_of
from flows.judge import open_ledger

HOLDER = """
import sys, time, duckdb
con = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == 'reads')
print('held', flush=True)
time.sleep(float(sys.argv[3]))
"""


@pytest.fixture
def held(tmp_path):
    """Have another process hold the ledger: `held("reads", seconds)`."""
    with duckdb.connect() as con:
        open_ledger(con, tmp_path)
    holders = []

    def hold(how, seconds):
        path = str(ledger_of(tmp_path))
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLDER, path, how, str(seconds)], stdout=subprocess.PIPE, text=True
        )
        holders.append(holder)
        assert holder.stdout.readline() == "held\n"
        return tmp_path

    yield hold
    for holder in holders:
        holder.kill()
        holder.communicate()


@pytest.mark.parametrize(("other", "read_only"), [("reads", False), ("writes", True), ("writes", False)])
def test_the_second_waits_for_the_first(held, other, read_only):
    home = held(other, 0.5)
    with duckdb.connect() as con:
        attach_ledger(con, home, read_only)
        assert con.execute("SELECT count(*) FROM ledger.run").fetchone() == (0,)


def test_who_waits_in_vain_is_told(held, monkeypatch):
    monkeypatch.setattr(home_module, "READER_WAITS", 0.2)
    home = held("writes", 60)
    with duckdb.connect() as con, pytest.raises(RunError, match="is in use by another process"):
        attach_ledger(con, home)


KILLED = """
import os, sys, duckdb
from pathlib import Path
from flows import judge
def killed(con):
    con.execute("CREATE TABLE ledger.half (x INTEGER)")
    os._exit(9)
judge._create_tables = killed
judge.open_ledger(duckdb.connect(), Path(sys.argv[1]))
"""


def test_a_ledger_half_made_is_made_anew(tmp_path):
    assert subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False).returncode == 9
    assert list(tmp_path.glob("*.part.wal")) and not ledger_of(tmp_path).exists()
    with duckdb.connect() as con:
        open_ledger(con, tmp_path)
        tables = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert {"run", "identity_person", "signal_event"} <= tables and "half" not in tables
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.duckdb"]
