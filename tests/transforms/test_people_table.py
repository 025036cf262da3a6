"""Any table of people as mentions, for `doudi match`."""

from pathlib import Path

import duckdb
import pytest

from tests.transforms.rows import GOOD
from transforms.errors import TransformError
from transforms.people_table import _tell_apart, mentions_from_table


def table(con: duckdb.DuckDBPyConnection, path: Path, select: str) -> Path:
    con.execute(f"COPY ({select}) TO '{path}' (FORMAT {'csv' if path.suffix == '.csv' else 'parquet'})")
    return path


def test_any_column_types(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    people = table(
        con,
        tmp_path / "p.parquet",
        f"SELECT 7 AS record_id, '张 三(户主)' AS name, {GOOD} AS id_number, 1 AS sex, "
        "DATE '1962-09-27' AS birth_date, "
        "13812345678 AS phone, 610104 AS county_code, 12 AS household_id, 'x' AS something",
    )
    assert mentions_from_table(con, people, "found").records == 1
    row = con.execute("SELECT * EXCLUDE (birth_date), birth_date::VARCHAR FROM found").fetchone()
    assert row == (
        0,
        "7",
        "people",
        "self",
        "111",
        GOOD,
        GOOD,
        "valid",
        "id_number",
        None,
        "张三",
        "M",
        "13812345678",
        "610104",
        "12",
        None,
        "1962-09-27",
    )


def test_csv_and_parquet_give_the_same_whatever_the_threads(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    select = (
        "SELECT 'r' || i AS record_id, CASE WHEN i % 3 = 0 THEN '李 四' ELSE '王五' END AS name, "
        "CASE i % 4 WHEN 0 THEN id18_of_body(61010419620927000 + i) "
        "WHEN 1 THEN '610104620927' || (100 + i % 800) "
        "WHEN 2 THEN '无' ELSE '' END AS id_number FROM range(3000) t(i)"
    )
    con.execute("SET threads = 4")
    mentions_from_table(con, table(con, tmp_path / "p.parquet", select), tmp_path / "m.parquet")
    con.execute("SET threads = 1")
    mentions_from_table(con, table(con, tmp_path / "p.csv", select), "from_csv")
    differ = con.execute(
        f"SELECT count(*) FROM (SELECT * EXCLUDE (mention) FROM read_parquet('{tmp_path}/m.parquet') "
        "EXCEPT ALL SELECT * EXCLUDE (mention) FROM from_csv)"
    ).fetchone()
    assert differ == (0,)
    assert con.execute("SELECT count(*), count(id18), max(mention) FROM from_csv").fetchone() == (
        3000,
        1500,
        2999,
    )


def test_a_key_is_worked_out_of_numbers_as_they_stand_and_of_judged_ones(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    people = table(
        con,
        tmp_path / "p.parquet",
        f"SELECT unnest([1, 2, 3, 4]) AS record_id, unnest(['张三', '李 四', '王五', '赵六']) AS name, "
        f"unnest(['{GOOD}', '{GOOD}', ' {GOOD}', '无']) AS id_number",
    )
    mentions_from_table(con, people, "found", ("role", "id18", "id_status"), "body")
    assert con.execute("SELECT * EXCLUDE (record_key) FROM found ORDER BY mention").fetchall() == [
        (0, "1", "self", GOOD, "valid", int(GOOD[:17])),
        (1, "2", "self", GOOD, "valid", int(GOOD[:17])),
        (2, "3", "self", GOOD, "valid", int(GOOD[:17])),
        (3, "4", "self", None, "none", None),
    ]


def test_a_record_has_the_same_number_wherever_its_row_lies(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    select = "SELECT 'r' || i AS record_id, '张三' AS name FROM range(3000) t(i) ORDER BY i"
    numbers = []
    for order in ("", " DESC"):
        people = table(con, tmp_path / f"p{len(order)}.parquet", select + order)
        mentions_from_table(con, people, "found", ("role",), "body")
        numbers.append(con.execute("SELECT record_id, record_key FROM found ORDER BY record_id").fetchall())
    assert numbers[0] == numbers[1]
    assert len({number for _, number in numbers[0]}) == 3000
    assert min(number for _, number in numbers[0]) >= 0


def test_records_that_share_a_number_get_others(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "CREATE TEMP TABLE doudi_read AS SELECT unnest(['a', 'b', 'c', 'c']) AS record_id, "
        "unnest([7, 7, 9, 9]::BIGINT[]) AS record_key, unnest([false, false, false, true]) AS odd"
    )
    _tell_apart(con)
    rows = con.execute("SELECT DISTINCT record_id, record_key FROM doudi_read ORDER BY record_id").fetchall()
    assert [record for record, _ in rows] == ["a", "b", "c"]
    assert len({number for _, number in rows}) == 3


@pytest.mark.parametrize(
    "select,message",
    [
        ("SELECT '张三' AS name", "record_id is missing"),
        ("SELECT 1 AS record_id", "name is missing"),
        ("SELECT 1 AS record_id, '张三' AS name WHERE false", "no rows"),
        ("SELECT unnest([1, 2, 2]) AS record_id, '张三' AS name", "must be unique; 1 rows"),
        ("SELECT unnest([1, NULL]) AS record_id, '张三' AS name", "blank in 1 rows"),
    ],
)
def test_errors_say_what_to_do(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, select: str, message: str
) -> None:
    with pytest.raises(TransformError, match=message):
        mentions_from_table(con, table(con, tmp_path / "p.parquet", select), "found")


def test_not_a_table(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    with pytest.raises(TransformError, match="no such file"):
        mentions_from_table(con, tmp_path / "p.parquet", "found")
    (tmp_path / "p.parquet").write_text("not parquet")
    with pytest.raises(TransformError, match="cannot be read"):
        mentions_from_table(con, tmp_path / "p.parquet", "found")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_csv_in_any_encoding_that_departments_use(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, encoding: str
) -> None:
    people = tmp_path / "p.csv"
    people.write_text("record_id;name\n1;张三\n2;李四\n", encoding=encoding)
    assert mentions_from_table(con, people, "found").records == 2
    assert con.execute("SELECT record_id, name FROM found ORDER BY 1").fetchall() == [
        ("1", "张三"),
        ("2", "李四"),
    ]


def test_a_csv_line_that_cannot_be_read_is_named(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    people = tmp_path / "p.csv"
    people.write_text("record_id,name\n1,张三\n2,李四,x\n")
    with pytest.raises(TransformError, match="line 3: 3 fields where the header has 2"):
        mentions_from_table(con, people, "found")


def test_a_parquet_damaged_inside_is_named(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    people = table(
        con, tmp_path / "p.parquet", "SELECT i AS record_id, uuid()::VARCHAR AS name FROM range(5000) t(i)"
    )
    content = bytearray(people.read_bytes())
    content[40:20000] = b"\xff" * 19960
    people.write_bytes(bytes(content))
    with pytest.raises(TransformError, match="is damaged"):
        mentions_from_table(con, people, "found")


def test_a_column_that_is_not_understood_is_told(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    select = (
        "SELECT i AS record_id, '张三' AS name, CASE i % 4 WHEN 0 THEN '31847' WHEN 1 THEN '' ELSE '1987-06-05' END "
        "AS birth_date, CASE i % 3 WHEN 0 THEN '0' WHEN 1 THEN '男' END AS sex FROM range(100) t(i)"
    )
    for name in ("p.parquet", "p.csv"):
        told = mentions_from_table(con, table(con, tmp_path / name, select), "found").not_understood
        assert len(told) == 1
        assert told[0].startswith("birth_date: 25 of 75 values")
        assert "1987年6月5日" in told[0]
