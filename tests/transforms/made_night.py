"""A night of hand-made batches, links and people, to assemble facts and core tables from."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from tests.transforms.rows import DATASETS, mentions_of, write
from transforms.assemble import assemble

SCHEMA = Path(__file__).parents[2] / "warehouse" / "schema" / "core.sql"
AS_OF = date(2026, 11, 20)
APPEND = {
    "mz_payment": "payment_id",
    "mz_application": "application_id",
    "jy_aid": "aid_id",
    "rs_pension": "pension_payment_id",
    "wj_death": "certificate_no",
    "yb_settlement": "settlement_id",
    "yj_disaster": "event_id",
    "rx_ticket": "ticket_no",
}


class Night:
    """Batches of one night; every row is linked to the person given as `who` (and `guardian`)."""

    def __init__(self, con: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.con, self.folder = con, folder
        self.batches: list[dict[str, Any]] = []
        self.links: list[tuple[int, int]] = []
        self.numbers: list[tuple[int, str]] = []
        self.issues: list[tuple[str, int, int]] = []

    def batch(
        self,
        dataset: str,
        *rows: dict[str, Any],
        on: date = AS_OF,
        in_force: bool = True,
        past: bool = False,
        previous: bool = False,
        undelivered: tuple[str, ...] = (),
        filled: dict[str, int] | None = None,
    ) -> None:
        number = DATASETS[dataset][0]
        folder = self.folder / ("in" if in_force else "earlier")
        folder.mkdir(exist_ok=True)
        plain = [{k: v for k, v in row.items() if k not in ("who", "guardian")} for row in rows]
        accepted = write(self.con, folder, dataset, plain, on)
        mentions = folder / f"{dataset}-{on}.mentions.parquet"
        mentions_of(self.con, dataset, accepted, mentions)
        for place, row in enumerate(rows, 1):
            for bit, who in ((0, "who"), (1, "guardian")):
                if in_force and row.get(who):
                    key = self.con.execute(
                        f"SELECT row_key({number}, {bit}, ?::DATE, 0, {place})", [on]
                    ).fetchone()
                    self.links.append((key[0] if key else 0, row[who]))
        self.batches.append(
            {
                "dataset": dataset,
                "number": number,
                "department": dataset[:2],
                "max_age_days": 45,
                "batch": on.isoformat(),
                "mode": "append" if dataset in APPEND else "snapshot",
                "primary_key": [APPEND.get(dataset, "household_id")],
                "accepted": str(accepted),
                "mentions": str(mentions),
                "in_force": in_force,
                "past": past,
                "previous": previous,
                "rows_read": len(rows),
                "rows_accepted": len(rows),
                "rows_quarantined": 0,
                "blank_ids": 0,
                "unmapped_codes": 0,
                "undelivered": undelivered,
                "filled": filled or {},
                "nulled": {},
                "not_yet": [],
            }
        )

    def run(self, as_of: date = AS_OF) -> dict[str, int]:
        con, match = self.con, self.folder / "match"
        match.mkdir()
        people = sorted({person for _, person in self.links}) or [0]

        def put(name: str, columns: str, rows: list[Any]) -> None:
            con.execute(f"CREATE OR REPLACE TEMP TABLE made ({columns})")
            if rows:
                con.executemany(f"INSERT INTO made VALUES ({', '.join('?' * len(rows[0]))})", rows)
            con.execute(f"COPY made TO '{match / name}.parquet' (FORMAT parquet)")
            con.execute("DROP TABLE made")

        put(
            "links",
            "mention UBIGINT, person_id BIGINT, rule VARCHAR, score DOUBLE",
            [(key, who, "number", None) for key, who in self.links],
        )
        put(
            "people",
            "person_id BIGINT, id_number VARCHAR, id_status VARCHAR, name VARCHAR, sex VARCHAR, "
            "birth_date DATE, "
            "county_code VARCHAR, phone VARCHAR, mentions INTEGER, id_number_row UBIGINT, name_row UBIGINT, "
            "birth_date_row UBIGINT, county_code_row UBIGINT, phone_row UBIGINT",
            [(p, None, "none", None, None, None, "610104", None, 1, *[None] * 5) for p in people],
        )
        put("numbers", "person_id BIGINT, id18 VARCHAR, mentions BIGINT", [(*n, 1) for n in self.numbers])
        put(
            "issues",
            "kind VARCHAR, person_id BIGINT, mention UBIGINT, detail VARCHAR",
            [(*i, "") for i in self.issues],
        )
        put(
            "review",
            "mention_a UBIGINT, mention_b UBIGINT, person_id_a BIGINT, person_id_b BIGINT",
            [(1, 2, 5, 6)],
        )
        return assemble(con, self.batches, match, as_of)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.con.execute(sql).fetchall()


def household(
    number: str, category: str = "120", approved: str = "2024-01-01", **more: Any
) -> dict[str, Any]:
    return {
        "household_id": number,
        "category": category,
        "approved_on": approved,
        "county_code": "610104001",
    } | more


def member(number: str, who: int, covered: str | None = "Y") -> dict[str, Any]:
    return {"household_id": number, "member_no": str(who), "covered": covered, "who": who}
