"""An office at the end of the outbox: nights over one ledger, each delivered, and its files read back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

import signals
from signals.delivery import DeliveryReport, deliver
from signals.explain import explain_signal
from tests.signals.province import build, only

COUNTY, OTHER = "420102", "420103"
SICK = "2025-11-01"


def low(people: list[int], county: str = COUNTY) -> dict[str, list[dict[str, Any]]]:
    """A low household for each of `people`."""
    return {
        "mz_household": [{"household_id": f"H{p}", "county_code": county} for p in people],
        "mz_member": [{"household_id": f"H{p}", "member_no": "1", "person_id": p} for p in people],
    }


def ill(people: list[int]) -> dict[str, list[dict[str, Any]]]:
    return {"wj_illness": [{"person_id": p, "registered_on": SICK} for p in people]}


class Office:
    """Nights and deliveries over one ledger and one outbox."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.outbox = folder, folder / "outbox"
        self.explained: dict[str, str] = {}
        self.due: dict[str, date] = {}

    def night(
        self,
        day: int,
        rows: dict[str, Any],
        portion: int = 100,
        codes: tuple[str, ...] = ("N02",),
        names: dict[int, str] | None = None,
        accepted: list[Path] | None = None,
        **options: Any,
    ) -> DeliveryReport:
        as_of = date(2025, 11, day)
        people = sorted({row["person_id"] for row in rows["mz_member"]})
        con = build(rows, as_of, people=[{"person_id": p} for p in people])
        con.execute(f"ATTACH '{self.folder / 'ledger.duckdb'}' AS ledger")
        signals.create(con)
        con.execute(
            "UPDATE core.person SET name = '张某', id_number = lpad(person_id::VARCHAR, 17, '0') || 'X', phone = '027-1', "
            "county_code_row = person_id"
        )
        for person, name in (names or {}).items():
            con.execute("UPDATE core.person SET name = ? WHERE person_id = ?", [name, person])
        con.execute(
            "UPDATE core.household SET head_person_id = m.person_id FROM core.household_member m "
            "WHERE m.household_id = household.household_id"
        )
        with only(*codes):
            signals.evaluate(con, as_of, "hubei", ledger="ledger", proposals=self.folder / "p")
        signals.commit(con, self.folder / "p", f"run-{day}", as_of)
        report = deliver(con, self.outbox, as_of, portion, accepted=accepted or [], **options)
        self.explained = {
            signal: explain_signal(con, signal, "ledger")
            for (signal,) in con.execute("SELECT signal_id FROM mart.signal").fetchall()
        }
        self.due = dict(con.execute("SELECT signal_id, due_on FROM mart.signal").fetchall())
        con.close()
        return report

    def say(self, sql: str) -> None:
        """Run SQL on the database `ledger`."""
        with duckdb.connect() as con:
            con.execute(f"ATTACH '{self.folder / 'ledger.duckdb'}' AS ledger")
            con.execute(sql)

    def read(self, day: int, office: str = f"wj/{COUNTY}") -> dict[str, tuple[str, ...]]:
        """Signal → its change, of an office's file."""
        department, county = office.split("/")
        path = self.outbox / department / f"2025-11-{day:02}" / f"{county}.parquet"
        rows = pq.read_table(path).to_pylist() if path.exists() else []
        return {row["预警编号"]: row for row in rows}

    def changes(self, day: int, office: str = f"wj/{COUNTY}") -> dict[str, str]:
        return {signal: row["变化"] for signal, row in self.read(day, office).items()}
