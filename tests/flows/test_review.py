"""Open pairs go out as a sheet and come back as decisions that the next night heeds, and that can be undone."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest
from typer.testing import CliRunner

from flows.cli import app
from tests.flows.conftest import SMALL, make_home, run_night


@pytest.fixture(scope="module")
def own_home(tmp_path_factory):
    home = make_home(tmp_path_factory.mktemp("review") / "home")
    run_night(SMALL / "inbox", home)
    return home


def doudi(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    return result.exit_code, result.output


def pair_of(home) -> tuple[str, int, int]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        a, b = con.execute(
            "SELECT person_id_a, person_id_b FROM ops.review WHERE person_id_a <> person_id_b ORDER BY score DESC"
        ).fetchone()
    code, listed = doudi("review", "list", "--home", home)
    assert code == 0
    lines = listed.splitlines()
    (at,) = [
        i
        for i, line in enumerate(lines)
        if line.startswith(f"  {a}: ") and lines[i + 1].startswith(f"  {b}: ")
    ]
    return lines[at - 1].split()[0], a, b


def people(home, a: int, b: int) -> int:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        return con.execute("SELECT count(*) FROM core.person WHERE person_id IN (?, ?)", [a, b]).fetchone()[0]


def test_a_decision_counts_from_the_next_run_on_and_can_be_undone(own_home):
    pair, a, b = pair_of(own_home)
    assert people(own_home, a, b) == 2
    code, said = doudi("review", "decide", pair, "same", "--who", "李审核", "--home", own_home)
    assert code == 0
    number = said.split()[1].rstrip(":")
    again = run_night(SMALL / "inbox", own_home)
    assert not again.unchanged
    assert people(own_home, a, b) == 1
    assert doudi("review", "undo", number, "--who", "李审核", "--home", own_home)[0] == 0
    assert doudi("review", "undo", number, "--who", "李审核", "--home", own_home)[0] == 2
    run_night(SMALL / "inbox", own_home)
    assert people(own_home, a, b) == 2


def test_a_sheet_goes_out_and_comes_back_checked(own_home, tmp_path):
    sheet = tmp_path / "pairs.csv"
    assert doudi("review", "export", sheet, "--home", own_home, "--masked")[0] == 0
    table = pl.read_csv(sheet, infer_schema_length=0)
    verdict = next(name for name in table.columns if "结论" in name or "判定" in name or "核对结果" in name)
    answered = table.with_columns(pl.Series(verdict, ["也许"] + [""] * (table.height - 1)))
    answered.write_csv(sheet, include_bom=True)
    code, said = doudi("review", "import", sheet, "--who", "李审核", "--home", own_home)
    assert code == 3
    assert "'也*'" in said and "也许" not in said
    assert doudi("review", "export", tmp_path / "pairs.pdf", "--home", own_home)[0] == 2


def test_a_decision_that_takes_the_place_of_another_says_so_and_the_list_shows_it(tmp_path):
    home = make_home(tmp_path / "home")
    run_night(SMALL / "inbox", home)
    pair, *_ = pair_of(home)
    assert (
        "takes the place" not in doudi("review", "decide", pair, "same", "--who", "张三", "--home", home)[1]
    )
    again = doudi("review", "decide", pair, "not_same", "--who", "李四", "--home", home)[1]
    assert "decision 2" in again and "It takes the place of decision 1 (same)." in again
    listed = next(line for line in doudi("review", "list", "--home", home)[1].splitlines() if pair in line)
    assert "decided: not_same (decision 2), which counts from the next run on" in listed
    doudi("review", "undo", 2, "--who", "李四", "--home", home)
    assert "decided:" not in doudi("review", "list", "--home", home)[1]


def links_of(home, person: int) -> list[tuple[str, str]]:
    """The links of a person under one number, and the number of each row."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        return con.execute(
            "SELECT dataset || '/' || batch || '/' || source_file || ':' || source_row, dataset FROM core.person_link "
            "WHERE person_id = ? AND role = 'self' AND rule = 'number' ORDER BY dataset DESC",
            [person],
        ).fetchall()


def person_at(home, link: str) -> int:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        return con.execute(
            "SELECT person_id FROM core.person_link WHERE dataset || '/' || batch || '/' || source_file || ':' || source_row = ? "
            "AND role = 'self'",
            [link],
        ).fetchone()[0]


def test_rows_that_were_linked_by_themselves_are_parted_by_a_decision_and_joined_again(own_home):
    with duckdb.connect(str(own_home / "warehouse.duckdb"), read_only=True) as con:
        (person,) = con.execute(
            "SELECT person_id FROM core.person_link WHERE role = 'self' AND rule = 'number' GROUP BY person_id "
            "HAVING count(DISTINCT dataset) >= 3 ORDER BY person_id LIMIT 1"
        ).fetchone()
    (one, _), *_, (other, _) = links_of(own_home, person)
    code, said = doudi("review", "rows", one, other, "not_same", "--who", "李审核", "--home", own_home)
    assert code == 0, said
    run_night(SMALL / "inbox", own_home)
    assert person_at(own_home, one) != person_at(own_home, other)
    number = said.split()[1].rstrip(":")
    assert doudi("review", "undo", number, "--who", "李审核", "--home", own_home)[0] == 0
    run_night(SMALL / "inbox", own_home)
    assert person_at(own_home, one) == person_at(own_home, other) == person


def test_rows_that_cannot_be_decided_are_told(own_home):
    one = "mz_member/2026-11-18/no such file.parquet:1"
    for link, verdict, expected in (
        (one, "not_same", "leads to nobody"),
        ("mz_member:12", "same", "is not a link"),
        (one, "perhaps", "expected one of same, not_same"),
    ):
        code, said = doudi("review", "rows", link, one, verdict, "--who", "x", "--home", own_home)
        assert code == 2 and expected in said
