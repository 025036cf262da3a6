"""Going back to an earlier warehouse: in force in one move, recorded, taken back, and no night runs before the newest."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.errors import RunError, UsageError
from flows.rollback import rollback
from tests.flows.conftest import AS_OF, FOUR, SMALL, make_home, run_night

NEXT = AS_OF + timedelta(days=1)


def in_force(home: Path) -> tuple[str, object]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        return con.execute("SELECT run_id, as_of FROM ops.run ORDER BY finished_at DESC LIMIT 1").fetchone()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inbox of four datasets, and the home of its two nights."""
    folder = tmp_path_factory.mktemp("rollback")
    for dataset in FOUR:
        shutil.copytree(SMALL / "inbox" / dataset, folder / "inbox" / dataset)
    home = make_home(folder / "home")
    run_night(folder / "inbox", home)
    run_night(folder / "inbox", home, NEXT)
    return folder


@pytest.fixture
def two_nights(made: Path, tmp_path: Path) -> Path:
    """A home of two nights, to be changed at will."""
    return shutil.copytree(made / "home", tmp_path / "home")


def test_the_night_before_is_in_force_again_recorded_and_can_be_taken_back(two_nights: Path) -> None:
    later = in_force(two_nights)
    text = rollback(two_nights, None)
    earlier = in_force(two_nights)
    assert earlier[1] == AS_OF and later[1] == NEXT
    assert earlier[0] in text and later[0] in text
    rollback(two_nights, later[0])
    assert in_force(two_nights) == later
    with duckdb.connect(str(two_nights / "ledger.duckdb"), read_only=True) as con:
        recorded = con.execute("SELECT from_run, to_run FROM rollback ORDER BY rolled_back_at").fetchall()
    assert recorded == [(later[0], earlier[0]), (earlier[0], later[0])]


def test_the_next_night_goes_on_from_the_newest_one(two_nights: Path, made: Path) -> None:
    inbox = made / "inbox"
    rollback(two_nights, None)
    with pytest.raises(UsageError, match=f"before the night of {NEXT}.*doudi backfill"):
        run_night(inbox, two_nights)
    assert in_force(two_nights)[1] == AS_OF
    run_night(inbox, two_nights, NEXT)
    assert in_force(two_nights)[1] == NEXT


def test_evidence_of_the_night_that_is_not_in_force_is_not_shown(two_nights: Path) -> None:
    def explain() -> object:
        return CliRunner().invoke(app, ["explain", "person", "1", "--home", str(two_nights)])

    assert explain().exit_code == 0
    rollback(two_nights, None)
    told = explain()
    assert told.exit_code == 2 and "evidence of the published night is no longer" in told.output


def test_what_is_not_kept_cannot_be_gone_back_to(two_nights: Path, tmp_path: Path) -> None:
    last = in_force(two_nights)
    earlier = [path.stem for path in (two_nights / "snapshots").iterdir()]
    with pytest.raises(UsageError, match=f"no run 1999-01-01-x is kept.*{earlier[0]}"):
        rollback(two_nights, "1999-01-01-x")
    with pytest.raises(UsageError, match="is in force already"):
        rollback(two_nights, last[0])
    rollback(two_nights, None)
    with pytest.raises(UsageError, match=f"no run before {earlier[0]} is kept"):
        rollback(two_nights, None)
    with pytest.raises(UsageError, match="nothing is published"):
        rollback(make_home(tmp_path / "empty"), None)


def test_a_rollback_that_fails_leaves_everything(two_nights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    last = in_force(two_nights)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("warehouse.publish.put_in_force", full)
    with pytest.raises(RunError, match=f"No space left.*{last[0]} stays in force"):
        rollback(two_nights, None)
    assert in_force(two_nights) == last and (two_nights / "match").is_dir()
    with duckdb.connect(str(two_nights / "ledger.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM rollback").fetchone() == (0,)
