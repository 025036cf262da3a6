"""Mentions and engine outputs made by hand, for tests of what comes after the engine."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection
from pathlib import Path

import duckdb

from matching.engine import ResolveReport

COLUMNS = {
    "mention": "UBIGINT",
    "source": "VARCHAR",
    "role": "VARCHAR",
    "id_type": "VARCHAR",
    "id_text": "VARCHAR",
    "id18": "VARCHAR",
    "id_status": "VARCHAR",
    "id_found_in": "VARCHAR",
    "id_second": "VARCHAR",
    "name": "VARCHAR",
    "sex": "VARCHAR",
    "birth_date": "DATE",
    "phone": "VARCHAR",
    "county_code": "VARCHAR",
    "household_id": "VARCHAR",
    "hint": "VARCHAR",
}
DEFAULTS = {"source": "mz_member", "role": "self", "id_type": "111", "id_status": "none"}


def number(serial: int, birth: str = "19800101") -> str:
    """A resident number of the unassigned area 999999 with a right check character."""
    body = f"999999{birth}{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def mention(key: int, **columns: object) -> dict[str, object]:
    """One mention; `id18` given alone sets the text and the status too."""
    row: dict[str, object] = dict.fromkeys(COLUMNS) | DEFAULTS | {"mention": key} | columns
    if row["id18"] is not None:
        row["id_text"] = row["id_text"] or row["id18"]
        row["id_status"] = columns.get("id_status", "valid")
    return row


def row_key(dataset: int, day: int, row: int, role: int = 0, file: int = 0) -> int:
    """A row key as docs/inside.md lays it out; `day` counts from 1970-01-01."""
    return dataset << 59 | role << 58 | day << 43 | file << 32 | row


def load(con: duckdb.DuckDBPyConnection, rows: list[dict[str, object]], table: str = "mentions") -> str:
    """Create `table` with the mentions in the order given."""
    con.execute(f"CREATE OR REPLACE TABLE {table} ({', '.join(f'{n} {t}' for n, t in COLUMNS.items())})")
    if rows:
        con.executemany(
            f"INSERT INTO {table} VALUES ({', '.join('?' * len(COLUMNS))})",
            [[row[name] for name in COLUMNS] for row in rows],
        )
    return table


PAIRS = "mention_a UBIGINT, mention_b UBIGINT, score DOUBLE, evidence JSON, reason VARCHAR"


class Engine:
    """Stands in for `matching.engine`: writes the outputs it was given, in the engine's format."""

    def __init__(self) -> None:
        self.clusters: list[tuple[int, int, str, float | None]] = []
        self.edges: list[tuple[int, int, str, float, str]] = []
        self.pairs: list[tuple[int, int, float, str, str]] = []
        self.outdone: list[tuple[int, int, float, str, str]] = []
        self.issues: list[tuple[str, int, int, str]] = []
        self.decisions: list[tuple[object, ...]] = []

    def group(self, *groups: list[int]) -> None:
        """Set the clusters: one per group, numbered by its smallest mention."""
        self.clusters = [
            (m, min(g), "same_number" if m != min(g) else "alone", None) for g in groups for m in g
        ]

    def edge(self, a: int, b: int, score: float = 20.0, rule: str = "scored") -> None:
        """Add a scored link with evidence in the engine's form."""
        evidence = [{"comparison": "name", "level": "homophone", "bits": score}]
        self.edges.append((a, b, rule, score, json.dumps(evidence)))

    def resolve(
        self,
        con: duckdb.DuckDBPyConnection,
        mentions: str,
        out: Path,
        model: Path | None = None,
        decisions: str | None = None,
    ) -> ResolveReport:
        """What `matching.engine.resolve` writes."""
        if decisions is not None:
            query = f"SELECT mention_a, mention_b, verdict FROM {decisions} ORDER BY ALL"
            self.decisions = con.execute(query).fetchall()
        for name, columns, rows in (
            ("clusters", "mention UBIGINT, cluster UBIGINT, rule VARCHAR, score DOUBLE", self.clusters),
            (
                "edges",
                "mention_a UBIGINT, mention_b UBIGINT, rule VARCHAR, score DOUBLE, evidence JSON",
                self.edges,
            ),
            ("pairs_review", PAIRS, self.pairs),
            ("outdone", PAIRS, self.outdone),
            ("issues", "kind VARCHAR, mention UBIGINT, cluster UBIGINT, detail VARCHAR", self.issues),
        ):
            con.execute(f"CREATE OR REPLACE TEMP TABLE fabricated ({columns})")
            if rows:
                con.executemany(f"INSERT INTO fabricated VALUES ({', '.join('?' * len(rows[0]))})", rows)
            con.execute(f"COPY fabricated TO '{out / (name + '.parquet')}' (FORMAT parquet)")
        return ResolveReport(len(self.edges), len(self.pairs), ())

    def place(
        self,
        con: duckdb.DuckDBPyConnection,
        mentions: str,
        out: Path,
        model: object = None,
        files: Collection[str] = (),
        label: str = "NULL",
        beside: str = "NULL",
        keyed: bool = False,
    ) -> ResolveReport:
        """What `matching.engine.place` leaves: here no mention is simply with its number."""
        report = self.resolve(con, mentions, out)
        con.execute(
            "CREATE OR REPLACE TEMP TABLE mx_placed AS SELECT mention, cluster, rule, score "
            f"FROM {mentions} LEFT JOIN '{out / 'clusters.parquet'}' USING (mention)"
        )
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE mx_in AS SELECT mention, {label}, {beside}, CAST(NULL AS BIGINT) AS exact_key "
            f"FROM {mentions}"
        )
        con.execute("CREATE OR REPLACE TEMP TABLE mx_key (exact_key BIGINT, label BIGINT)")
        return report


NIGHT = datetime.date(2026, 11, 1)
