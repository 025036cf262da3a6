"""What a person can do wrong: one clear message without a traceback, the promised exit code, and nothing lost."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import duckdb
import pytest

from flows import errors
from flows.lock import home_lock
from tests.flows.commands import doudi, run
from tests.flows.conftest import AS_OF, SMALL
from tests.flows.contents import contents


@pytest.mark.parametrize("name", sorted(errors.WRONG_USE_ERRORS))
def test_errors_that_mean_wrong_use_are_there(name):
    module, _, kind = name.rpartition(".")
    error = getattr(import_module(module), kind)("said")
    assert isinstance(error, Exception) and errors.is_user_error(error)
    assert errors.exit_code(error) == errors.WRONG_USE


@pytest.mark.parametrize("place", ["missing", "file", "empty"])
def test_an_inbox_that_is_none(tmp_path, new_home, place):
    inbox = tmp_path / "nowhere"
    if place == "file":
        inbox.touch()
    if place == "empty":
        inbox.mkdir()
    result = run(inbox, new_home)
    assert result.exit_code == 2
    assert str(inbox) in result.output
    assert not (new_home / "warehouse.duckdb").exists()
    assert run(inbox, tmp_path / "another").exit_code == 2
    assert not (tmp_path / "another").exists()


def test_wrong_options(tmp_path, new_home, inbox):
    assert doudi("run", "--home", new_home).exit_code == 2
    wrong_date = doudi("run", "--inbox", inbox, "--home", new_home, "--as-of", "2026-13-01")
    assert (wrong_date.exit_code, "YYYY-MM-DD" in wrong_date.output) == (2, True)
    region = doudi("run", "--inbox", inbox, "--home", new_home, "--region", "atlantis")
    assert (region.exit_code, "hubei" in region.output) == (2, True)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.txt").touch()
    no_home = run(inbox, tmp_path / "other")
    assert (no_home.exit_code, "doudi init" in no_home.output) == (2, True)
    assert doudi("init", new_home).exit_code == 2
    assert doudi("explain", "signal", "P01-1", "--home", new_home).exit_code == 2
    assert doudi("sql", "SELECT 1", "--home", new_home).exit_code == 2


def test_a_night_never_goes_back_and_a_second_run_is_told_who_runs(home, inbox):
    before = contents(home / "warehouse.duckdb")
    earlier = run(SMALL / "inbox", home, AS_OF - timedelta(days=1))
    assert earlier.exit_code == 2
    assert str(AS_OF) in earlier.output
    with home_lock(home, "doudi run --as-of 2026-11-20"):
        second = run(SMALL / "inbox", home, AS_OF + timedelta(days=1))
    assert second.exit_code == 1
    assert "doudi run --as-of 2026-11-20" in second.output
    assert contents(home / "warehouse.duckdb") == before


@pytest.mark.parametrize("query", ["", " ;; ", "/* nothing */"])
def test_sql_without_a_query_says_so(home, query):
    result = doudi("sql", query, "--home", home)
    assert result.exit_code == 2 and "there is no query" in result.output


def test_sql_only_reads(home):
    for query in (
        "DROP TABLE core.person",
        "COPY core.person TO '/dev/null'",
        "SELECT * FROM read_csv('/etc/hostname')",
        "nonsense",
    ):
        assert doudi("sql", query, "--home", home).exit_code == 2
    told = doudi("sql", "SELECT count(*) FROM core.person", "--home", home).output
    assert int(told.split()[-1]) > 1900  # as it can be copied into the next query


def test_explain_and_report(home):
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        (person,) = con.execute(
            "SELECT person_id FROM core.person_link WHERE rule = 'slip' ORDER BY person_id"
        ).fetchone() or (0,)
        (row,) = con.execute(
            "SELECT dataset || '/' || batch || '/' || source_file || ':' || source_row FROM core.person_link WHERE rule = 'slip' ORDER BY ALL"
        ).fetchone() or ("",)
        signal_id, warned = con.execute(
            "SELECT signal_id, person_id FROM mart.signal WHERE rule = 'P03' ORDER BY ALL"
        ).fetchone() or ("", 0)
    assert "来源记录" in doudi("explain", "person", person, "--home", home).output
    chain = doudi("explain", "person", warned, "--home", home).output.split("救助链")[1]
    assert "预警：住院救助未到位" in chain
    assert "Because" in doudi("explain", "link", row, "--home", home, "--language", "en").output
    assert "依据" in doudi("explain", "signal", signal_id, "--home", home).output
    assert doudi("explain", "person", 10**9, "--home", home).exit_code == 2
    assert doudi("explain", "signal", "P01-0", "--home", home).exit_code == 2
    assert doudi("explain", "link", "mz_member", "--home", home).exit_code == 2
    assert "index.html" in doudi("report", "--home", home).output
    assert doudi("report", "--home", home, "--as-of", "2020-01-01").exit_code == 2
