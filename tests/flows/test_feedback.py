"""`doudi feedback import` from the command line: what is kept, what is told, the lock, the exit codes."""

import shutil

import duckdb
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.lock import home_lock
from tests.flows.conftest import make_home


@pytest.fixture
def answered(home, tmp_path):
    """A home of one's own with the finished night's warehouse and ledger, and a signal of it."""
    folder = make_home(tmp_path / "home")
    for name in ("warehouse.duckdb", "ledger.duckdb"):
        shutil.copy(home / name, folder / name)
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as con:
        query = "SELECT signal_id, first_seen FROM mart.open_signal ORDER BY signal_id LIMIT 1"
        signal, day = con.execute(query).fetchone()
    return folder, signal, day


def give(folder, *rows):
    path = folder / "answers.csv"
    path.write_text("\n".join(["预警编号,处理结果,日期", *(",".join(map(str, row)) for row in rows)]) + "\n")
    return CliRunner().invoke(app, ["feedback", "import", str(path), "--home", str(folder)])


def test_good_rows_are_kept_and_bad_ones_listed(answered):
    folder, signal, day = answered
    result = give(folder, (signal, "已受理", day), ("P99-1", "已受理", day))
    assert result.exit_code == 3
    assert "1 kept (1 accepted)" in result.stdout and "row 3, signal_id 预警编号: 'P99-1'" in result.stdout
    again = give(folder, (signal, "已受理", day))
    assert again.exit_code == 0 and "1 known already" in again.stdout
    with duckdb.connect(str(folder / "ledger.duckdb"), read_only=True) as con:
        assert con.execute("SELECT signal_id, outcome FROM signal_feedback").fetchall() == [
            (signal, "accepted")
        ]


def test_it_waits_for_no_run_and_says_what_is_wrong(answered, tmp_path):
    folder, signal, day = answered
    with home_lock(folder, "doudi run"):
        assert give(folder, (signal, "已受理", day)).exit_code == 1
    command = ["feedback", "import", str(tmp_path / "none.csv"), "--home", str(folder)]
    assert CliRunner().invoke(app, command).exit_code == 2
    empty = make_home(tmp_path / "empty")
    result = give(empty, (signal, "已受理", day))
    assert result.exit_code == 2 and "nothing is published" in result.stderr
