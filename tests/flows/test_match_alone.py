"""`doudi match` and `doudi evaluate`: tables of people in, links out, and nothing written over."""

from __future__ import annotations

import duckdb

from tests.flows.commands import doudi
from tests.flows.conftest import SMALL


def test_match_alone(tmp_path):
    result = doudi(
        "match",
        SMALL / "mentions.parquet",
        "--out",
        tmp_path / "links.parquet",
        "--review",
        tmp_path / "pairs.parquet",
    )
    assert result.exit_code == 0
    with duckdb.connect() as con:
        links, records = con.execute(
            f"SELECT (SELECT count(DISTINCT record_id) FROM '{tmp_path}/links.parquet'), (SELECT count(*) FROM '{SMALL}/mentions.parquet')"
        ).fetchone() or (0, 1)
        columns = [row[0] for row in con.execute(f"DESCRIBE FROM '{tmp_path}/links.parquet'").fetchall()]
        pairs = [row[0] for row in con.execute(f"DESCRIBE FROM '{tmp_path}/pairs.parquet'").fetchall()]
    assert links == records
    assert columns == ["record_id", "person_id", "rule", "score"]
    assert pairs == ["record_id_a", "record_id_b", "score", "evidence"]


def test_match_names_what_a_table_lacks(tmp_path):
    (tmp_path / "people.csv").write_text("record_id,nombre\n1,x\n")
    result = doudi("match", tmp_path / "people.csv", "--out", tmp_path / "links.parquet")
    assert (result.exit_code, "name" in result.output) == (2, True)
    assert doudi("match", tmp_path / "none.parquet", "--out", tmp_path / "links.parquet").exit_code == 2
    assert not (tmp_path / "links.parquet").exists()


def test_match_writes_over_nothing(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("record_id,name\n1,测试\n")
    before = people.read_text()
    for out, review in ((people, None), (tmp_path / "l.parquet", tmp_path / "l.parquet"), (tmp_path, None)):
        options = ["--review", review] if review else []
        result = doudi("match", people, "--out", out, *options)
        assert result.exit_code == 2
    assert people.read_text() == before


def test_a_truth_with_columns_of_any_name_and_a_record_twice(tmp_path):
    links, truth = tmp_path / "links.parquet", tmp_path / "truth.parquet"
    duckdb.sql("SELECT unnest(['a', 'b']) AS record_id, 1 AS person_id").write_parquet(str(links))
    duckdb.sql("SELECT unnest(['a', 'b']) AS record_id, 1 AS person, 'x' AS \"error kind\"").write_parquet(
        str(truth)
    )
    assert "by error kind" in doudi("evaluate", links, truth).output
    duckdb.sql("SELECT unnest(['a', 'a']) AS record_id, 1 AS person").write_parquet(str(truth))
    result = doudi("evaluate", links, truth)
    assert result.exit_code != 0 and "record_id a is there twice" in result.output
