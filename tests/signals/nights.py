"""Nights over one ledger file: what fires, what becomes of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb

import signals
from tests.signals.province import build, only

ILL = {"wj_illness": [{"person_id": 1, "registered_on": "2025-11-01"}]}
LOW: dict[str, list[dict[str, Any]]] = {
    "mz_household": [{"household_id": "H1"}],
    "mz_member": [{"household_id": "H1", "member_no": "1", "person_id": 1}],
}


class Province:
    """Nights over one ledger file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        con = duckdb.connect()
        con.execute(f"ATTACH '{folder / 'ledger.duckdb'}' AS ledger")
        signals.create(con)
        con.close()

    def night(
        self, day: int, rows: dict[str, Any], publish: bool = True, first: bool = False, **options: Any
    ) -> dict[str, dict[str, Any]]:
        as_of = date(2025, 11, day)
        merges = options.pop("merges", None)
        options.setdefault("people", [{"person_id": 1}])
        rules = options.pop("rules", ("N02", "D02"))
        con = build({**LOW, **rows}, as_of, **options)
        if not first:
            con.execute(f"ATTACH '{self.folder / 'ledger.duckdb'}' AS ledger")
        proposals = self.folder / "proposals"
        with only(*rules):
            signals.evaluate(
                con, as_of, "hubei", ledger=None if first else "ledger", proposals=proposals, merges=merges
            )
        if publish and not first:
            con.execute("BEGIN")
            signals.commit(con, proposals, f"run-{day}", as_of)
            con.execute("COMMIT")
        columns = (
            "signal_id, status, first_seen, last_seen, due_on, resolved_on, reopened_count, "
            "identity_uncertain, evidence"
        )
        found = con.execute(f"SELECT {columns} FROM mart.signal").fetchall()
        con.close()
        return {row[0]: dict(zip(columns.split(", "), row, strict=True)) for row in found}

    def say(self, sql: str) -> None:
        con = duckdb.connect()
        con.execute(f"ATTACH '{self.folder / 'ledger.duckdb'}' AS ledger")
        con.execute(sql)
        con.close()
