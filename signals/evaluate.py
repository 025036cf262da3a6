"""Evaluate every rule for a night and fill `mart.signal` and `ops.rule_status`; warnings join `core.assistance_chain`.

In: a connection whose main database is the new warehouse (`core` filled, `mart`, `ops` created), `fact`
and perhaps `past` and the ledger attached. Out: those two tables, proposals for the ledger in a folder,
and a `SignalReport`. No rule stops another: one that fails is reported as not evaluated.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from signals import life
from signals.errors import RuleError
from signals.fire import fire
from signals.policy import Policy, Value, documents_elsewhere, load_policy
from signals.prepare import clear_table, first_line, set_table
from signals.readiness import Readers, Readiness, Suspect
from signals.rules import Rule, load_rules
from signals.workdays import after_workdays

LOOKS_BACK_DAYS = 365
"""How long ago what a rule measures by the values of its day may have happened."""


@dataclass(frozen=True)
class RuleStatus:
    """What became of a rule tonight."""

    rule: str
    title: str
    category: str
    evaluated: bool
    reason: str | None
    signals: int
    seconds: float


@dataclass
class SignalReport:
    """The night in numbers: per rule, and `mart.signal` by status."""

    statuses: list[RuleStatus] = field(default_factory=list)
    by_status: dict[str, int] = field(default_factory=dict)

    @property
    def not_evaluated(self) -> list[RuleStatus]:
        """Rules that could not be evaluated."""
        return [status for status in self.statuses if not status.evaluated]


def evaluate(
    con: duckdb.DuckDBPyConnection,
    as_of: date,
    region: str,
    ledger: str | None = None,
    extra_rules: Path | None = None,
    extra_policies: Path | None = None,
    proposals: Path | None = None,
    merges: Path | None = None,
) -> SignalReport:
    """Evaluate all rules on `as_of` with the policy of `region`.

    `ledger` names an attached database with the `signal_*` tables (None: a first night); `proposals` is the
    folder for what `commit` takes over; `merges` a Parquet file of tonight's identity events
    (kind, person_id, into_person_id), which the ledger does not hold yet.
    Raises `RuleError` or `PolicyError` when a rule or policy file cannot be used.
    """
    rules = load_rules(extra_rules)
    policy = load_policy(region, extra_policies)
    report = SignalReport()
    try:
        night = set_table(con, policy, as_of)
        life.run_file(con, "night.sql")
        _describe_rules(con, rules, policy, as_of)
        source = life.open_before(con, ledger, merges)
        readers = Readers(con, night)
        suspect = Suspect()
        for phase in (("data",), None, ("complex",)):
            if phase == ("complex",):
                life.run_file(con, "open_signal.sql")
            for rule in rules:
                if (rule.category in phase) if phase else rule.category not in ("data", "complex"):
                    report.statuses.append(_run(con, rule, readers, suspect))
            if phase == ("data",):
                suspect = _suspect(con)
        report.statuses.sort(key=lambda status: status.rule)
        life.run_file(con, "evidence.sql")
        life.run_file(con, "live.sql")
        life.run_file(con, "publish.sql", source=source)
        life.run_file(con, "chain.sql")
        _publish_statuses(con, report)
        if proposals:
            life.propose(con, proposals)
    finally:
        clear_table(con)
    return report


def _suspect(con: duckdb.DuckDBPyConnection) -> Suspect:
    """What D02 found tonight, but for batches of which a person said that they are as they should be."""
    found = con.execute(
        "SELECT suspect_dataset, NOT list_has_all(['rows_dropped', 'columns_missing'], (cases::JSON -> '$[0].found')::VARCHAR[]) "
        "FROM tonight.fired WHERE suspect_dataset IS NOT NULL "
        "AND signal_id NOT IN (SELECT signal_id FROM tonight.dismissed)"
    ).fetchall()
    return Suspect(
        frozenset(dataset for dataset, _ in found),
        frozenset(dataset for dataset, garbled in found if garbled),
    )


def _run(con: duckdb.DuckDBPyConnection, rule: Rule, readers: Readers, suspect: Suspect) -> RuleStatus:
    """Judge and, where it may be, evaluate one rule."""
    started = time.perf_counter()
    found = 0
    try:
        ready = readers.judge(rule, suspect)
        if not ready.refusal:
            found = fire(con, rule, ready.counties)
    except (duckdb.Error, RuleError) as problem:
        ready = Readiness(refusal=f"the rule failed: {first_line(problem)}")
    evaluated = ready.refusal is None
    con.execute(
        "INSERT INTO tonight.rule_night VALUES (?, ?, ?, ?, ?)",
        [rule.code, evaluated, ready.holds, ready.reason, found],
    )
    if evaluated and (held := sorted({*ready.counties, *ready.short})):
        con.execute("INSERT INTO tonight.held SELECT ?, unnest(?::VARCHAR[])", [rule.code, held])
    return RuleStatus(
        rule.code, rule.title, rule.category, evaluated, ready.reason, found, time.perf_counter() - started
    )


def _describe_rules(con: duckdb.DuckDBPyConnection, rules: list[Rule], policy: Policy, as_of: date) -> None:
    """Fill `tonight.rule` and `tonight.rule_parameters`: constants of every signal of a rule."""
    due = {days: after_workdays(as_of, days) for days in {rule.days for rule in rules}}
    elsewhere = documents_elsewhere(policy)
    con.executemany(
        "INSERT INTO tonight.rule VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            [
                *(r.code, r.title, r.category, r.subject, r.severity, due[r.days]),
                *(_json(_basis(r, elsewhere)), bool(r.absence)),
            ]
            for r in rules
        ],
    )
    rows: list[list[str]] = []
    history = policy.history(as_of)
    for rule in rules:
        counties = {v.county_code for _, known in history for v in known if v.name in rule.reads.by_county}
        for county in sorted({"", *counties}):
            seen = _seen(history, rule, county, as_of - timedelta(days=LOOKS_BACK_DAYS))
            told = [_shown(v, policy.titles.get(v.name, v.name), last) for v, last in seen.items()]
            rows.append([rule.code, county, _json(told)])
    con.executemany("INSERT INTO tonight.rule_parameters VALUES (?, ?, ?)", rows)


def _basis(rule: Rule, elsewhere: set[str]) -> dict[str, Any]:
    """The legal basis; `elsewhere` where it is another region's document, which is an example here and no basis."""
    return rule.legal_basis | ({"elsewhere": True} if rule.legal_basis["document"] in elsewhere else {})


def _seen(
    history: list[tuple[date, list[Value]]], rule: Rule, county: str, since: date
) -> dict[Value, date | None]:
    """The values a rule sees in a county, and of those it sees only for what happened earlier their last day."""
    seen: dict[Value, date | None] = {}
    for (_, values), following in zip(history, [*(turn for turn, _ in history[1:]), None], strict=True):
        if following and following <= since:
            continue
        names = rule.reads.dated if following else {*rule.parameters}
        own = {(v.name, v.key) for v in values if v.county_code == county and v.name in rule.reads.by_county}
        for v in values:
            place = county if (v.name, v.key) in own else ""
            if v.name in names and v.county_code == place:
                seen[v] = following - timedelta(days=1) if following else None
    return dict(
        sorted(seen.items(), key=lambda one: (one[0].name, one[0].county_code, one[0].key, one[0].start))
    )


def _shown(value: Value, title: str, last: date | None) -> dict[str, Any]:
    """A parameter value as evidence shows it; `last`: the last day of one that is no longer in force."""
    shown = {
        "name": value.name,
        "title": title,
        "key": value.key,
        "county_code": value.county_code,
        "value": value.value,
        "unit": value.unit,
        "from": value.start.isoformat(),
        "until": last.isoformat() if last else None,
        "document": value.document,
        "clause": value.clause,
        "basis": value.basis,
    }
    return {key: item for key, item in shown.items() if item not in (None, "")}


def _publish_statuses(con: duckdb.DuckDBPyConnection, report: SignalReport) -> None:
    con.executemany(
        "INSERT INTO ops.rule_status VALUES (?, ?, ?, ?, ?, ?, ?)",
        [[s.rule, s.title, s.category, s.evaluated, s.reason, s.signals, s.seconds] for s in report.statuses],
    )
    count = "SELECT status, count(*) FROM mart.signal GROUP BY ALL ORDER BY ALL"
    report.by_status = dict(con.execute(count).fetchall())


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
