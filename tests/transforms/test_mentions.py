"""Mentions of each dataset: roles, which number is whose, what else the row says. Numbers are synthetic."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.transforms.rows import GOOD, OTHER, mentions_of, write
from transforms.mentions import names_people

SHOWN = "role, id_text, id18, id_status, id_found_in, id_second, name, household_id, hint"


def mentions(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, dataset: str, *rows: dict[str, Any]
) -> list[dict[str, Any]]:
    out = tmp_path / "out" / "m.parquet"
    mentions_of(con, dataset, write(con, tmp_path, dataset, rows), out)
    found = con.execute(f"SELECT * FROM read_parquet('{out}') ORDER BY mention")
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_member(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (one,) = mentions(
        con,
        tmp_path,
        "mz_member",
        {
            "household_id": "H1",
            "id_number": "６１０１０４１９６２０９２７６９０８",
            "name": "张 三(户主)",
            "sex": "M",
            "phone": "138-1234-5678",
            "county_code": "610104001",
        },
    )
    assert one == {
        "mention": one["mention"],
        "source": "mz_member",
        "role": "self",
        "id_type": "111",
        "id_text": GOOD,
        "id18": GOOD,
        "id_status": "valid",
        "id_found_in": "id_number",
        "id_second": None,
        "name": "张三",
        "sex": "M",
        "birth_date": None,
        "phone": "13812345678",
        "county_code": "610104",
        "household_id": "H1",
        "hint": None,
    }
    row = con.execute("SELECT row_dataset(?), row_role(?)", [one["mention"]] * 2).fetchone()
    assert row == (2, 0)


def test_head_of_household(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    found = mentions(
        con,
        tmp_path,
        "mz_household",
        {"household_id": "H1", "head_name": "张三", "head_id_number": GOOD},
        {"household_id": "H2", "head_name": "李四", "head_id_number": "610104620927690"},
        {"household_id": "H3", "head_name": "无", "head_id_number": " "},
    )
    assert [(m["role"], m["household_id"], m["id_status"], m["id_found_in"]) for m in found] == [
        ("head", "H1", "valid", "head_id_number"),
        ("head", "H2", "repaired", "id15"),
    ]


def test_households_of_agriculture_have_a_prefix_and_callers_are_leads(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    (one,) = mentions(con, tmp_path, "ny_monitored", {"monitor_id": "M7", "id_number": GOOD, "name": "张三"})
    assert one["household_id"] == "ny:M7"
    (tmp_path / "out" / "m.parquet").unlink()
    (caller,) = mentions(con, tmp_path, "rx_ticket", {"name": "张三", "phone": "13812345678"})
    assert (caller["role"], caller["id_status"], caller["phone"]) == ("lead", "none", "13812345678")


STUDENT = {"name": "张小三", "stage": "primary"}


@pytest.mark.parametrize(
    "row,id18,status,found_in,second",
    [
        ({"id_number": GOOD, "student_no": "G" + GOOD}, GOOD, "valid", "id_number", None),
        ({"id_number": "", "student_no": "G" + GOOD}, GOOD, "valid", "student_no", None),
        ({"id_number": "无", "student_no": "L" + GOOD}, None, "none", None, None),
        # the guardian's number typed as the child's
        (
            {"id_number": OTHER, "student_no": "G" + GOOD, "guardian_id_number": OTHER},
            GOOD,
            "valid",
            "student_no",
            None,
        ),
        (
            {"id_number": OTHER, "student_no": "L0000000000000000001", "guardian_id_number": OTHER},
            None,
            "none",
            None,
            None,
        ),
        (
            {"id_number": OTHER + " ", "student_no": "G" + OTHER, "guardian_id_number": OTHER},
            None,
            "none",
            None,
            None,
        ),
        # two numbers: the one that agrees with birth date and sex of the row
        (
            {"id_number": OTHER, "student_no": "G" + GOOD, "birth_date": "1962-09-27"},
            GOOD,
            "valid",
            "student_no",
            OTHER,
        ),
        (
            {"id_number": OTHER, "student_no": "G" + GOOD, "birth_date": "1985-01-01"},
            OTHER,
            "valid",
            "id_number",
            GOOD,
        ),
        ({"id_number": OTHER, "student_no": "G" + GOOD}, OTHER, "valid", "id_number", GOOD),
        ({"id_number": GOOD[:17] + "9", "student_no": "G" + GOOD}, GOOD, "valid", "student_no", None),
    ],
)
def test_students_number(
    con: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    row: dict[str, Any],
    id18: str,
    status: str,
    found_in: str,
    second: str,
) -> None:
    child = mentions(con, tmp_path, "jy_student", STUDENT | row)[0]
    assert (child["id18"], child["id_status"], child["id_found_in"], child["id_second"]) == (
        id18,
        status,
        found_in,
        second,
    )
    assert child["hint"] == "minor"


def test_guardian_is_a_mention_of_its_own(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    row = STUDENT | {
        "id_number": GOOD,
        "student_no": "G" + GOOD,
        "guardian_id_number": OTHER,
        "stage": "university",
    }
    child, guardian = mentions(con, tmp_path, "jy_student", row)
    assert (guardian["role"], guardian["id18"], guardian["name"], guardian["id_found_in"]) == (
        "guardian",
        OTHER,
        None,
        "guardian_id_number",
    )
    assert guardian["mention"] - child["mention"] == 1 << 58
    assert child["hint"] is None


def test_card_number_carries_the_number(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    found = mentions(
        con,
        tmp_path,
        "cl_card",
        {"card_no": GOOD + "43", "id_number": None, "name": "张三"},
        {"card_no": GOOD + "43B1", "id_number": GOOD, "name": "张三"},
        {"card_no": OTHER + "11", "id_number": GOOD, "name": "张三"},
        {"card_no": "残123", "id_number": GOOD, "name": "张三"},
    )
    assert [(m["id18"], m["id_found_in"], m["id_second"]) for m in found] == [
        (GOOD, "card", None),
        (GOOD, "id_number", None),
        (GOOD, "id_number", OTHER),
        (GOOD, "id_number", None),
    ]


def test_made_once(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    accepted = write(con, tmp_path, "mz_member", [{"household_id": "H1", "id_number": GOOD, "name": "张三"}])
    out = tmp_path / "m.parquet"
    assert mentions_of(con, "mz_member", accepted, out) == 1
    accepted.unlink()
    assert mentions_of(con, "mz_member", accepted, out) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["m.parquet"]


def test_unknown_datasets_name_nobody() -> None:
    assert names_people("cl_card") and not names_people("weather")
