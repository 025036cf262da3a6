"""Deliveries that are damaged, misplaced or not there: what can be used is used, and the rest is said."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.flows.commands import doudi, run, spoil
from tests.flows.conftest import AS_OF


def refused(home: Path) -> dict[str, str]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        return dict(con.execute("SELECT dataset, reason FROM ops.batch WHERE status = 'refused'").fetchall())


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("empty", "a.parquet"),
        ("random", "a.parquet"),
        ("truncated", "a.parquet"),
        ("wrong encoding", "a.csv"),
        ("missing column", "issued_on"),
        ("half by manifest", "manifest"),
    ],
)
def test_a_damaged_batch_is_refused_and_the_last_good_one_stays(inbox, new_home, how, said):
    spoil(inbox, "cl_card", how)
    result = run(inbox, new_home)
    assert result.exit_code == 3, result.output
    assert said in refused(new_home)["cl_card"]
    assert f"cl_card/{AS_OF}" in result.output
    with duckdb.connect(str(new_home / "warehouse.duckdb"), read_only=True) as con:
        in_force = con.execute(
            "SELECT batch < ? FROM ops.batch WHERE dataset = 'cl_card' AND status = 'in_force'", [AS_OF]
        ).fetchall()
    assert in_force == [(True,)]


def test_nothing_usable_is_no_night(tmp_path, new_home):
    folder = tmp_path / "inbox" / "cl_card" / AS_OF.isoformat()
    folder.mkdir(parents=True)
    (folder / "a.parquet").write_bytes(b"no parquet at all")
    result = run(tmp_path / "inbox", new_home)
    assert result.exit_code == 1
    assert "a.parquet" in result.output
    assert not (new_home / "warehouse.duckdb").exists()


def test_folders_not_understood_are_said(inbox, new_home):
    (inbox / "mz_houshold" / AS_OF.isoformat()).mkdir(parents=True)
    (inbox / "cl_card" / "last week").mkdir()
    (inbox / "mz_member" / AS_OF.isoformat()).mkdir(exist_ok=True, parents=True)
    for file in (inbox / "mz_member" / AS_OF.isoformat()).iterdir():
        file.unlink()
    (inbox / "cl_card" / "2020-01-01").mkdir()
    result = run(inbox, new_home)
    assert result.exit_code == 3
    assert "mz_houshold" in result.output
    assert "last week" in result.output
    assert f"batch_empty: mz_member/{AS_OF}" in result.output
    assert "cl_card/2020-01-01" not in result.output, "a newer batch is in force"
    checked = doudi("check", "--inbox", inbox, "--as-of", AS_OF)
    assert checked.exit_code == 3 and f"batch_empty mz_member/{AS_OF}" in checked.output


def test_rules_without_their_datasets_are_not_evaluated_and_say_so(inbox, new_home):
    result = run(inbox, new_home)
    assert result.exit_code == 3
    with duckdb.connect(str(new_home / "warehouse.duckdb"), read_only=True) as con:
        rows = dict(con.execute("SELECT rule, reason FROM ops.rule_status WHERE NOT evaluated").fetchall())
        fired = con.execute(
            "SELECT count(*) FROM mart.signal WHERE rule IN ('P01', 'P03', 'P07', 'R04')"
        ).fetchone()
    assert "yb_enrolment" in rows["P01"]
    assert "yb_settlement" in rows["P03"]
    assert fired == (0,)
