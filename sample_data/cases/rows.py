"""The rows of played cases: adding, dropping, changing, and putting them in place of what stood there.

In: the clean tables.  Out: the tables with the rows of all played people replaced.
"""

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from sample_data.province import World

Tables = dict[str, pl.DataFrame]
Row = dict[str, Any]
KEYS = {
    "mz_payment": "payment_id",
    "mz_application": "application_id",
    "mz_visit": "visit_id",
    "jy_aid": "aid_id",
    "rs_unemployment": "registration_id",
    "rs_insurance": "account_id",
    "rs_pension": "pension_payment_id",
    "wj_illness": "case_id",
    "wj_death": "certificate_no",
    "yb_enrolment": "enrolment_id",
    "yb_settlement": "settlement_id",
    "cl_subsidy": "subsidy_id",
    "zj_housing": "house_id",
    "rx_ticket": "ticket_no",
}


def each(*cases: tuple[Any, ...]) -> tuple[tuple[Any, ...], ...]:
    """A table of cases to loop over."""
    return cases


class Rows:
    """Collects the rows of the people who are played with."""

    def __init__(self, world: World, now: Tables) -> None:
        self.world, self.now, self.day = world, now, world.as_of
        self.rows: dict[str, list[Row]] = {dataset: [] for dataset in now}
        self.died: dict[int, date] = {}
        self.used: list[int] = []
        self.serial = 0

    def ago(self, days: int) -> date:
        """So many days before the as-of date."""
        return self.day - timedelta(days=days)

    def month(self, back: int) -> date:
        """The first day of the month so many months before the as-of month."""
        return self.world.date_in(back, 1)

    def add(self, dataset: str, person: int, **values: Any) -> Row:
        """A row; keys number themselves."""
        row: Row = {"person": person} | values
        if dataset in KEYS:
            self.serial += 1
            row.setdefault(KEYS[dataset], f"Q{dataset[:2].upper()}{self.serial:07d}")
        self.rows[dataset].append(row)
        return row

    def drop(self, dataset: str, person: int) -> None:
        """Take a person's rows out of a dataset."""
        self.rows[dataset] = [row for row in self.rows[dataset] if row["person"] != person]

    def edit(self, dataset: str, person: int, **values: Any) -> None:
        """Change a person's rows in a dataset."""
        for row in self.rows[dataset]:
            if row["person"] == person:
                row.update(values)

    def die(self, person: int, day: date) -> None:
        """A death certificate."""
        self.add("wj_death", person, died_on=day, cause="循环系统疾病")
        self.died[person] = day

    def intend(self, rule: str, subject: int | str, fires: bool, note: str) -> None:
        """Write down what must come of a case."""
        self.world.cases.append((rule, subject, fires, note))

    def close(self) -> Tables:
        """The tables with the played households' rows in place of their old ones."""
        self.world.protected.update(self.used)
        played = pl.DataFrame({"person": self.used}, schema={"person": pl.Int64})
        found: Tables = {}
        for dataset, table in self.now.items():
            kept = table.join(played, on="person", how="anti", maintain_order="left")
            rows = [{c: row.get(c) for c in table.columns} for row in self.rows[dataset]]
            found[dataset] = pl.concat([kept, pl.DataFrame(rows, schema=table.schema)])
        days = pl.Series(
            np.array([self.died.get(p) for p in self.died] or [], dtype="datetime64[D]"), dtype=pl.Date
        )
        dead = pl.DataFrame(
            {"person": list(self.died), "day": days}, schema={"person": pl.Int64, "day": pl.Date}
        )
        people = self.world.people.join(dead, on="person", how="left", maintain_order="left")
        self.world.people = people.with_columns(died_on=pl.coalesce("day", "died_on")).drop("day")
        return found
