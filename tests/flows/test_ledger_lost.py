"""A home whose ledger or warehouse is gone: told before anything is made, and nobody gets another's id or loses a history."""

from __future__ import annotations

import shutil
from datetime import timedelta

import duckdb
import pytest
from typer.testing import CliRunner

from flows.cli import app
from tests.flows.conftest import AS_OF, SMALL, make_home


@pytest.fixture
def kept(home, tmp_path):
    """A home of one's own with the finished night's warehouse, ledger and evidence."""
    folder = make_home(tmp_path / "home")
    for name in ("warehouse.duckdb", "ledger.duckdb"):
        shutil.copy(home / name, folder / name)
    shutil.copytree(home / "match", folder / "match")
    return folder


def doudi(home, *arguments):
    return CliRunner().invoke(app, [*map(str, arguments), "--home", str(home)])


@pytest.mark.parametrize("damage", ["gone", "junk"])
@pytest.mark.parametrize(
    "command",
    [
        ("run", "--inbox", SMALL / "inbox", "--as-of", AS_OF),
        ("backfill", "--inbox", SMALL / "inbox", "--from", AS_OF, "--to", AS_OF),
        ("review", "list"),
        ("review", "undo", "1", "--who", "x"),
        ("explain", "signal", "P01-1"),
        ("feedback", "import", SMALL / "truth" / "as_of.txt"),
    ],
)
def test_a_lost_ledger_is_told_and_none_is_made(kept, command, damage):
    ledger = kept / "ledger.duckdb"
    ledger.unlink()
    if damage == "junk":
        ledger.write_bytes(b"junk" * 99)
    result = doudi(kept, *command)
    assert result.exit_code == 2 and "put it back from a backup" in result.output
    assert ledger.exists() == (damage == "junk")


def test_without_a_warehouse_a_night_does_not_go_back_behind_the_ledger(kept):
    (kept / "warehouse.duckdb").unlink()
    result = doudi(kept, "run", "--inbox", SMALL / "inbox", "--as-of", AS_OF - timedelta(days=1))
    assert (
        result.exit_code == 2 and f"before the night of {AS_OF}, which the ledger remembers" in result.output
    )
    with duckdb.connect(str(kept / "ledger.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(*) > 0 FROM signal_event").fetchone() == (True,)
