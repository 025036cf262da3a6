"""May a rule be evaluated tonight, and where? It never is on missing data.

In: a rule and `Night`. Out: `Readiness`: a reason why not at all, or the counties for which not, and
whether its signals may be taken for resolved.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb

from signals.completeness import COMPLETENESS_PARAMETER, Completeness, named
from signals.delivered import Delivered
from signals.prepare import Night
from signals.relation import behind
from signals.rules import Rule, Span


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


@dataclass(frozen=True)
class Suspect:
    """Datasets whose batch is not to be trusted (D02); of these `garbled` are there, but do not say what they should: an
    append dataset that only has too few rows is judged by its periods."""

    datasets: frozenset[str] = frozenset()
    garbled: frozenset[str] = frozenset()


class Readers:
    """Judges rules one after another, remembering what it counted."""

    def __init__(self, con: duckdb.DuckDBPyConnection, night: Night) -> None:
        self.con, self.night = con, night
        self.completeness = Completeness(con, night)
        self.delivered = Delivered(con)
        self.short: dict[str, list[str]] = {}
        self.snapshots = {
            name
            for (name,) in con.execute("SELECT dataset FROM fact.dataset WHERE mode = 'snapshot'").fetchall()
        }
        short = "SELECT dataset, county_code FROM tonight.short_county ORDER BY ALL"
        for dataset, county in con.execute(short).fetchall():
            self.short.setdefault(dataset, []).append(county)

    def judge(self, rule: Rule, suspect: Suspect) -> Readiness:
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
            if name in {relation.name for relation in behind(rule.reads.of("tonight"))}
        ]
        problems += self.delivered.problems(rule)
        doubted = sorted(rule.uses & suspect.datasets)
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
        absent_from = {absence.dataset for absence in rule.absence}
        # whoever a garbled batch means is not found in the others either
        distrusted = absent_from & self.snapshots & suspect.datasets | rule.uses & suspect.garbled
        for absence in rule.absence:
            self._require_complete(absence, ready)
            if not ready.refusal and distrusted:
                ready.refusal = f"batch of {', '.join(sorted(distrusted))} is not to be trusted (D02), so nothing counts as absent"
            ready.counties = sorted({*ready.counties, *self.short.get(absence.dataset, [])})
        for presence in rule.presence:
            if not self.night.unusable(presence.dataset):
                self._hold_incomplete(presence, ready)
        return ready

    def _unset(self, parameters: tuple[str, ...]) -> list[str]:
        known = {value.name for value in self.night.values}
        return [name for name in (*parameters, COMPLETENESS_PARAMETER) if name not in known]

    def _require_complete(self, absence: Span, ready: Readiness) -> None:
        """Add to `ready` where the period's rows do not reach the share of the usual that is complete."""
        problem, short = self.completeness.incomplete(absence)
        if problem:
            ready.refusal = problem
        elif short:
            ready.counties = sorted({*ready.counties, *short})
            ready.notes.append(
                f"{named(absence)}: not evaluated for {len(short)} counties with less than {self.completeness.least:.0%} of "
                f"their usual rows: {', '.join(short)}"
            )

    def _hold_incomplete(self, presence: Span, ready: Readiness) -> None:
        """Add to `ready` where nothing may be taken for resolved, as the period's rows have not all come."""
        problem, short = self.completeness.incomplete(presence)
        if problem:
            ready.holds = True
            ready.notes.append(f"nothing resolved: {problem}")
        elif short:
            ready.short = sorted({*ready.short, *short})
            ready.notes.append(
                f"{named(presence)}: nothing resolved in {len(short)} counties with less than {self.completeness.least:.0%} of "
                f"their usual rows: {', '.join(short)}"
            )
