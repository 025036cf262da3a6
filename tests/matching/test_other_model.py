"""The same engine with a model that knows nothing of Chinese records: any columns, no trusted number."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

import matching
from matching.engine import resolve
from matching.errors import MatchingError

MODEL = Path(matching.__file__).parent / "models" / "febrl.yaml"
COLUMNS = (
    "given_name",
    "surname",
    "street_number",
    "address_1",
    "address_2",
    "suburb",
    "postcode",
    "state",
    "birth",
    "soc_sec_id",
)
ANNA = ("anna", "whitfield", "12", "moore street", "the gums", "sandgate", "4017", "qld", 19620311, "5550001")


def clusters(out: Path, *records: tuple[object, ...]) -> list[int]:
    """The cluster of each record."""
    con = duckdb.connect()
    typed = ", ".join(f"{name} {'BIGINT' if name == 'birth' else 'VARCHAR'}" for name in COLUMNS)
    con.execute(f"CREATE TABLE record (mention BIGINT, role VARCHAR, {typed})")
    for number, record in enumerate(records, 1):
        con.execute(f"INSERT INTO record VALUES ({', '.join('?' * 12)})", [number, "self", *record])
    con.execute("CREATE VIEW mentions AS SELECT *, surname AS name FROM record")
    resolve(con, "mentions", out, MODEL)
    return [
        row[0]
        for row in con.execute(
            f"SELECT cluster FROM '{out / 'clusters.parquet'}' ORDER BY mention"
        ).fetchall()
    ]


def changed(**values: object) -> tuple[object, ...]:
    return tuple(values.get(name, old) for name, old in zip(COLUMNS, ANNA, strict=True))


def test_slips_gaps_and_crossed_names_are_one_person(tmp_path: Path) -> None:
    found = clusters(
        tmp_path,
        ANNA,
        changed(given_name="ana", postcode="4071", soc_sec_id="5550010"),
        changed(given_name="whitfield", surname="anna", state=None),
        changed(given_name=None, birth=None, address_1="moor street"),
    )
    assert len(set(found)) == 1


def test_neighbours_with_one_surname_are_two(tmp_path: Path) -> None:
    found = clusters(
        tmp_path, ANNA, changed(given_name="george", birth=19570823, soc_sec_id="8203417", street_number="14")
    )
    assert len(set(found)) == 2


def test_a_column_that_the_model_reads_is_asked_for(tmp_path: Path) -> None:
    con = duckdb.connect()
    con.execute("CREATE TABLE mentions AS SELECT 1::BIGINT AS mention, 'self' AS role, 'x' AS name")
    with pytest.raises(MatchingError, match="soc_sec_id"):
        resolve(con, "mentions", tmp_path, MODEL)
