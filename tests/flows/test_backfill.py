"""A backfill ends where the nights would have ended, goes on where it stopped, and says what a redelivery changed."""

from __future__ import annotations

import shutil
from datetime import date, timedelta

import duckdb
import pytest

from flows import backfill as backfill_module
from flows.backfill import Backfill, backfill
from flows.errors import UsageError
from tests.flows.conftest import AS_OF, make_home, run_night
from tests.flows.contents import contents

FIRST, LAST = AS_OF - timedelta(days=5), AS_OF


@pytest.fixture
def dated(inbox):
    """Two datasets, with one batch date in the range before its last day."""
    for dataset in ("cl_card", "wj_death"):
        shutil.rmtree(inbox / dataset)
    return inbox


def nights(inbox) -> list[date]:
    found = {date.fromisoformat(folder.name) for folder in inbox.glob("*/*")}
    return sorted({day for day in found if FIRST <= day <= LAST} | {LAST})


def test_the_end_is_that_of_the_nights_and_again_changes_nothing(dated, tmp_path):
    one_by_one, at_once = make_home(tmp_path / "a"), make_home(tmp_path / "b")
    assert len(nights(dated)) >= 2
    for day in nights(dated):
        run_night(dated, one_by_one, day)
    backfill(dated, at_once, Backfill(FIRST, LAST))
    expected = contents(one_by_one / "warehouse.duckdb")
    assert contents(at_once / "warehouse.duckdb") == expected
    text, _ = backfill(dated, at_once, Backfill(FIRST, LAST))
    assert text == "Nothing changed."
    assert contents(at_once / "warehouse.duckdb") == expected


def test_a_range_in_the_past_runs_later_nights_again_and_a_stop_is_taken_up(dated, tmp_path, monkeypatch):
    home = make_home(tmp_path / "home")
    days = nights(dated)
    for day in days:
        run_night(dated, home, day)
    expected = contents(home / "warehouse.duckdb")
    visited: list[date] = []
    real = backfill_module.every_step

    def stops_after_one(run, watcher):
        if len(visited) == 1:
            raise KeyboardInterrupt
        visited.append(run.as_of)
        return real(run, watcher)

    monkeypatch.setattr(backfill_module, "every_step", stops_after_one)
    with pytest.raises(KeyboardInterrupt):
        backfill(dated, home, Backfill(days[0], days[0]))
    monkeypatch.setattr(
        backfill_module, "every_step", lambda run, watcher: visited.append(run.as_of) or real(run, watcher)
    )
    backfill(dated, home, Backfill(days[0], days[0]))
    assert visited == days
    assert contents(home / "warehouse.duckdb") == expected


def test_one_dataset_delivered_wrong_is_redone_alone_and_the_change_is_said(dated, tmp_path):
    home = make_home(tmp_path / "home")
    run_night(dated, home)
    newest = max((dated / "mz_member").iterdir())
    (file,) = newest.glob("*.parquet")
    for stray in newest.glob("_*"):
        stray.unlink()
    with duckdb.connect() as con:
        con.execute(f"COPY (FROM '{file}' LIMIT 300) TO '{tmp_path / 'fewer.parquet'}'")
    shutil.move(tmp_path / "fewer.parquet", file)
    shutil.rmtree(dated / "mz_household")
    text, _ = backfill(dated, home, Backfill(AS_OF, AS_OF, only="mz_member"))
    assert "mz_member" in text
    assert "300" in text
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(*) > 0 FROM core.household").fetchone() == (True,)
    with pytest.raises(UsageError, match="nonsense"):
        backfill(dated, home, Backfill(AS_OF, AS_OF, only="nonsense"))
