"""Hand-made rows of mentions, put through the engine."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from matching.engine import ResolveReport, resolve
from tests.matching.population import SCHEMA, check

FILES = ("clusters", "edges", "pairs_review", "outdone", "issues")


def run(
    table: pa.Table, out: Path, threads: int = 2, decisions: list[tuple[int, int, str]] | None = None
) -> tuple[ResolveReport, dict[str, list[tuple]]]:
    """Resolve a table of mentions; the report and the rows of the five files."""
    con = duckdb.connect(config={"threads": threads})
    con.register("given", table)
    con.execute("CREATE TABLE mentions AS SELECT * FROM given")
    relation = None
    if decisions is not None:
        con.execute("CREATE TABLE decided (mention_a UBIGINT, mention_b UBIGINT, verdict VARCHAR)")
        con.executemany("INSERT INTO decided VALUES (?, ?, ?)", decisions)
        relation = "decided"
    report = resolve(con, "mentions", out, decisions=relation)
    rows = {f: con.execute(f"FROM '{out / f}.parquet' ORDER BY ALL").fetchall() for f in FILES}
    con.close()
    return report, rows


def person(number: int, **values: object) -> dict[str, object]:
    """A row of mentions; `born` and `serial` make a valid number."""
    born, serial = str(values.pop("born", "19800615")), str(values.pop("serial", "011"))
    body = f"990101{born}{serial}"
    row: dict[str, object] = dict.fromkeys(SCHEMA.names)
    row |= {
        "mention": number,
        "source": "yb_enrolment",
        "role": "self",
        "id_type": "111",
        "id_status": "valid",
    }
    row |= {"id_text": body + check(body), "id18": body + check(body), "county_code": "990101"}
    row |= values
    if "id_text" in values:
        row["id18"] = None
    return row


def clusters(rows: list[dict[str, object]], out: Path, **options: object) -> dict[int, int]:
    """Cluster of each mention of hand-made rows."""
    found = run(pa.Table.from_pylist(rows, schema=SCHEMA), out, **options)[1]  # type: ignore[arg-type]
    return {mention: cluster for mention, cluster, _, _ in found["clusters"]}
