"""Handing an edition over: recorded with its purpose, refused in one message, nothing left behind; and `doudi sql --audience`."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.editions import export
from flows.errors import RunError, UsageError
from tests.flows.conftest import ask

PURPOSE = "年度核查"


def test_what_is_handed_over_is_recorded_with_its_purpose(published: Path, tmp_path: Path) -> None:
    text = export(published, "department:rs", PURPOSE, tmp_path / "out")
    file = tmp_path / "out" / "department-rs.duckdb"
    people = ask(file, "SELECT count(*) FROM core.person")[0][0]
    assert f"{people:,} people" in text
    assert ask(published / "ledger.duckdb", "SELECT audience, purpose, file, people FROM export") == [
        ("department:rs", PURPOSE, str(file), people)
    ]
    assert [path.name for path in (tmp_path / "out").iterdir()] == [file.name]


def test_wrong_use_leaves_nothing_behind(published: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nobody is in its edition"):
        export(published, "county:999999", PURPOSE, tmp_path / "out")
    with pytest.raises(UsageError, match="--purpose says nothing"):
        export(published, "analyst", "  ", tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())
    told = CliRunner().invoke(
        app,
        ["export", "--audience", "boss", "--purpose", "x", "--to", str(tmp_path), "--home", str(published)],
    )
    assert told.exit_code == 2


def test_a_full_disk_is_said_and_hands_nothing_over(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(con: duckdb.DuckDBPyConnection, *_: object) -> int:
        con.execute("CREATE TABLE begun AS SELECT 1")
        raise duckdb.IOException("No space left on device")

    monkeypatch.setattr("warehouse.editions.write_edition", full)
    with pytest.raises(RunError, match=r"analyst\.duckdb could not be written \(No space left"):
        export(published, "analyst", PURPOSE, tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())


def test_sql_sees_what_the_audience_sees(published: Path) -> None:
    told = CliRunner().invoke(
        app,
        [
            "sql",
            "--audience",
            "analyst",
            "SELECT count(*) AS n FROM core.person WHERE name LIKE '_*'",
            "--home",
            str(published),
        ],
    )
    named = ask(published / "warehouse.duckdb", "SELECT count(*) FROM core.person WHERE name IS NOT NULL")[0][
        0
    ]
    assert told.exit_code == 0 and str(named) in told.output
