"""Work on many things at once: results in order, every worker with its own connection, an error ends the rest."""

from __future__ import annotations

import threading

import duckdb
import pytest

from transforms.abreast import ABREAST, abreast


def test_results_come_in_the_order_of_items() -> None:
    met = threading.Barrier(ABREAST, timeout=30)

    def work(con: duckdb.DuckDBPyConnection, item: int) -> tuple[int, str, int]:
        con.execute("CREATE OR REPLACE TEMP TABLE mine AS SELECT ? AS item", [item])
        if item < ABREAST:
            met.wait()
        row = con.execute("SELECT item, fold_text('Ａ'), (SELECT count(*) FROM shared) FROM mine").fetchone()
        assert row is not None
        return row

    with duckdb.connect() as con:
        con.execute("CREATE TABLE shared AS SELECT 1")
        assert abreast(con, work, range(7)) == [(item, "A", 1) for item in range(7)]


def test_the_first_error_is_raised_and_the_rest_not_begun() -> None:
    begun = []

    def work(con: duckdb.DuckDBPyConnection, item: int) -> None:
        begun.append(item)
        if item == 0:
            raise ValueError("no")
        con.execute(
            "SELECT count(*) FROM range(100000000) a, range(1000) b WHERE a.range % 7 = b.range"
        ).fetchall()

    with duckdb.connect() as con, pytest.raises(ValueError, match="no"):
        abreast(con, work, range(50))
    assert len(begun) <= ABREAST
