"""Have all rows of a period come?  What is not there is absent only where they have.

In: a `Span` (dataset, period, condition), the night. Out: what the period lacks, for the province or by county. The query is
`completeness.sql`.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from signals.prepare import Night
from signals.rules import Span

COMPLETENESS = (Path(__file__).parent / "completeness.sql").read_text("utf-8")
COMPLETENESS_PARAMETER = "completeness_ratio"
COUNTY_PEOPLE = (
    "CREATE OR REPLACE TABLE tonight.county_people AS SELECT county_code, count(*) AS people FROM core.person "
    "WHERE county_code IS NOT NULL GROUP BY ALL"
)
NOWHERE = "(SELECT * FROM tonight.county_people WHERE false)"
# period: (expression, target, earlier periods to compare with)
PERIODS = {
    "last_month": ("date_trunc('month', {column})::DATE", "last_month()", 6),
    "this_year": ("{column}", "year(as_of())", 3),
    "this_term": ("{column}", "this_term()", 3),
    "past_year": ("1", "1", 0),
    "snapshot": ("1", "1", 0),
}


class Completeness:
    """Judges spans, remembering what it counted."""

    def __init__(self, con: duckdb.DuckDBPyConnection, night: Night) -> None:
        self.con, self.night = con, night
        self.counted: dict[Span, list[tuple[str | None, int, float | None]]] = {}
        con.execute(COUNTY_PEOPLE)

    @property
    def least(self) -> float:
        """The share of the usual rows that is complete."""
        return next(
            value.value
            for value in self.night.values
            if value.name == COMPLETENESS_PARAMETER
            and isinstance(value.value, float)
            and not value.county_code
        )

    def incomplete(self, span: Span) -> tuple[str | None, list[str]]:
        """What is wrong with the period's rows as a whole, or else the counties that lack theirs."""
        if span not in self.counted:
            self.counted[span] = self._count(span)
        (_, present, usual), *counties = self.counted[span]
        nothing = present == 0 and span.period not in ("snapshot", "past_year")
        if nothing or (usual is not None and present < self.least * usual):
            if usual is None:
                return f"{named(span)}: no rows at all", []
            return (
                f"{named(span)}: {present} rows, less than {self.least:.0%} of the usual {usual:.0f}",
                [],
            )
        short = [str(county) for county, n, usual in counties if usual is not None and n < self.least * usual]
        if short and len(short) == len(counties):
            return f"{named(span)}: less than {self.least:.0%} of the usual rows in every county", []
        return None, short

    def _count(self, span: Span) -> list[tuple[str | None, int, float | None]]:
        expression, target, history = PERIODS[span.period]
        where = span.where or "true"
        if span.period == "past_year":
            where = f"({where}) AND {span.column} BETWEEN as_of() - 365 AND as_of() - 31"
        elif span.period != "snapshot":
            expression = expression.format(column=span.column)
        past = "(SELECT NULL::VARCHAR AS county_code WHERE false)"
        if span.dataset in self.night.past and span.period in ("snapshot", "past_year", "this_year"):
            match = f"({where}) AND {expression} = {target}"
            past = f"(SELECT county_code FROM past.{span.dataset} WHERE {match})"
        sql = COMPLETENESS
        for name, text in (
            ("$dataset", span.dataset),
            ("$where", where),
            ("$period", expression),
            ("$target", target),
            ("$history", str(history)),
            ("$past", past),
            ("$people", "tonight.county_people" if span.everywhere else NOWHERE),
        ):
            sql = sql.replace(name, text)
        return self.con.execute(sql).fetchall()


def named(span: Span) -> str:
    """The dataset and period in words."""
    return f"{span.dataset}, {span.period.replace('_', ' ')}"
