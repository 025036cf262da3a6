"""May a rule be evaluated tonight, and where? It never is on missing data.

In: a rule and `Night`. Out: `Readiness`: a reason why not at all, or the counties for which not, and
whether its signals may be taken for resolved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from signals.prepare import Night
from signals.relation import load_relations
from signals.rules import Absence, Rule

COMPLETENESS = (Path(__file__).parent / "completeness.sql").read_text("utf-8")
COMPLETENESS_PARAMETER = "completeness_ratio"
# period: (expression, target, earlier periods to compare with)
PERIODS = {
    "last_month": ("date_trunc('month', {column})::DATE", "last_month()", 6),
    "this_year": ("{column}", "year(as_of())", 3),
    "this_term": ("{column}", "this_term()", 3),
    "past_year": ("1", "1", 0),
    "snapshot": ("1", "1", 0),
}


@dataclass
class Readiness:
    """`refusal`: not evaluated; `counties`: not for these; `short`: counties where nothing may resolve tonight; `holds`:
    nothing may resolve anywhere."""

    refusal: str | None = None
    counties: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    holds: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def reason(self) -> str | None:
        """What `ops.rule_status.reason` says."""
        return self.refusal or ("; ".join(self.notes) or None)


class Readers:
    """Judges rules one after another, remembering what it counted."""

    def __init__(self, con: duckdb.DuckDBPyConnection, night: Night) -> None:
        self.con, self.night = con, night
        self.counted: dict[Absence, list[tuple[str | None, int, float | None]]] = {}
        self.short: dict[str, list[str]] = {}
        self.snapshots = {
            name
            for (name,) in con.execute("SELECT dataset FROM fact.dataset WHERE mode = 'snapshot'").fetchall()
        }
        short = "SELECT dataset, county_code FROM tonight.short_county ORDER BY ALL"
        for dataset, county in con.execute(short).fetchall():
            self.short.setdefault(dataset, []).append(county)

    def judge(self, rule: Rule, suspect: set[str]) -> Readiness:
        """Whether and where `rule` may be evaluated; `suspect` datasets suspend exits and resolutions."""
        problems = [problem for name in rule.datasets if (problem := self.night.unusable(name))]
        if rule.any_of and all(self.night.unusable(name) for name in rule.any_of):
            problems.append("none of " + ", ".join(rule.any_of) + " is usable")
        problems += [
            f"parameter {name} has no value in force on {self.night.as_of}"
            for name in self._unset(rule.parameters)
        ]
        problems += [
            f"tonight.{name} failed: {why}"
            for name, why in self.night.broken.items()
            if name in _behind(rule.reads.of("tonight"))
        ]
        doubted = sorted(rule.uses & suspect)
        if rule.category == "may_exit":
            problems += [f"batch of {name} is not to be trusted (D02)" for name in doubted]
        if problems:
            return Readiness(refusal="; ".join(problems))
        ready = Readiness(holds=bool(doubted) and rule.category != "data")
        if ready.holds:
            ready.notes.append(f"nothing resolved: batch of {', '.join(doubted)} is not to be trusted (D02)")
        for name in sorted(rule.uses & set(self.short)) if rule.category != "data" else []:
            short = self.short[name]
            ready.short = sorted({*ready.short, *short})
            ready.notes.append(
                f"nothing resolved in {len(short)} counties of which {name} has far fewer rows: {', '.join(short)}"
            )
        for name in sorted(set(rule.optional) | set(rule.any_of)):
            if problem := self.night.unusable(name):
                ready.notes.append(f"evaluated without {problem.replace(' is absent', ' (absent)')}")
                ready.holds = ready.holds or (self.night.stale(name) and rule.category != "data")
        for name in rule.parameters:
            if all(value.value == () for value in self.night.values if value.name == name):
                ready.notes.append(f"parameter {name} lists nothing, so nothing fires")
        for absence in rule.absence:
            self._require_complete(absence, ready)
            if not ready.refusal and absence.dataset in self.snapshots & suspect:
                ready.refusal = (
                    f"batch of {absence.dataset} is not to be trusted (D02), so nothing counts as absent"
                )
            ready.counties = sorted({*ready.counties, *self.short.get(absence.dataset, [])})
        return ready

    def _unset(self, parameters: tuple[str, ...]) -> list[str]:
        known = {value.name for value in self.night.values}
        return [name for name in (*parameters, COMPLETENESS_PARAMETER) if name not in known]

    def _require_complete(self, absence: Absence, ready: Readiness) -> None:
        """Add to `ready` where the period's rows do not reach the share of the usual that is complete."""
        least = next(
            value.value
            for value in self.night.values
            if value.name == COMPLETENESS_PARAMETER
            and isinstance(value.value, float)
            and not value.county_code
        )
        rows = self.counted.setdefault(absence, []) or self._count(absence)
        self.counted[absence] = rows
        what = f"{absence.dataset}, {absence.period.replace('_', ' ')}"
        _, present, usual = rows[0]
        nothing = present == 0 and absence.period not in ("snapshot", "past_year")
        if nothing or (usual is not None and present < least * usual):
            ready.refusal = (
                f"{what}: {present} rows, less than {least:.0%} of the usual {usual:.0f}"
                if usual is not None
                else f"{what}: no rows at all"
            )
            return
        short = [str(county) for county, n, usual in rows[1:] if usual is not None and n < least * usual]
        if short:
            ready.counties = sorted({*ready.counties, *short})
            ready.notes.append(
                f"{what}: not evaluated for {len(short)} counties with less than {least:.0%} of "
                f"their usual rows: {', '.join(short)}"
            )

    def _count(self, absence: Absence) -> list[tuple[str | None, int, float | None]]:
        expression, target, history = PERIODS[absence.period]
        where = absence.where or "true"
        if absence.period == "past_year":
            where = f"({where}) AND {absence.column} BETWEEN as_of() - 365 AND as_of() - 31"
        elif absence.period != "snapshot":
            expression = expression.format(column=absence.column)
        past = "(SELECT NULL::VARCHAR AS county_code WHERE false)"
        if absence.dataset in self.night.past and absence.period in ("snapshot", "past_year", "this_year"):
            match = f"({where}) AND {expression} = {target}"
            past = f"(SELECT county_code FROM past.{absence.dataset} WHERE {match})"
        sql = COMPLETENESS
        for name, text in (
            ("$dataset", absence.dataset),
            ("$where", where),
            ("$period", expression),
            ("$target", target),
            ("$history", str(history)),
            ("$past", past),
        ):
            sql = sql.replace(name, text)
        return self.con.execute(sql).fetchall()


def _behind(relations: set[str]) -> set[str]:
    """Shared relations read, directly or through others."""
    found = set(relations)
    for relation in load_relations():
        if relation.name in relations:
            found |= _behind(relation.reads.of("tonight"))
    return found
