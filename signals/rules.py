"""Rule files: a block comment of YAML, then one select.

In: `signals/rules/*.sql` and the operator's own folder (a rule there replaces a shipped one of the same
code). Out: `Rule` objects in order of code. Errors: `RuleError` with file and key. Nothing is run here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from signals.errors import RuleError
from signals.reads import Reads, read_select
from signals.relation import parameters_behind
from signals.strict_yaml import HEADER, read_mapping, read_text

SHIPPED = Path(__file__).parent / "rules"
CATEGORIES = ("policy_gap", "new_hardship", "may_qualify", "may_exit", "duplicate", "complex", "data")
SUBJECTS = ("person", "household", "batch")
DEPARTMENTS = ("mz", "jy", "rs", "wj", "yb", "cl", "ny", "zj", "yj", "rx", "county", "town")
PERIODS = ("last_month", "this_year", "this_term", "past_year", "snapshot")
REQUIRED = {
    "code",
    "title",
    "title_en",
    "category",
    "subject",
    "department",
    "severity",
    "days",
    "urgency_basis",
    "datasets",
    "parameters",
    "legal_basis",
    "evidence",
}
OPTIONAL = {"optional", "any_of", "absence", "presence", "needs", "fires_on_dead", "action"}


@dataclass(frozen=True)
class Span:
    """A dataset and period whose rows must be complete. `everywhere`: every county has such rows, so that one without
    any has not delivered them."""

    dataset: str
    period: str
    column: str | None = None
    where: str | None = None
    everywhere: bool = True


@dataclass(frozen=True)
class Rule:
    """One rule: all of `datasets` are needed, of `any_of` at least one, `optional` are used when there.

    `absence`: what must be complete for absent rows to mean anything; `presence`: what must be complete for a signal to be
    taken for resolved; `needs`: columns, as dataset.column, without which nothing can be said; `action`: what the office is
    asked to do, in Chinese, where its category's general request does not say it.
    """

    code: str
    title: str
    title_en: str
    category: str
    subject: str
    department: str
    severity: int
    days: int
    datasets: tuple[str, ...]
    optional: tuple[str, ...]
    any_of: tuple[str, ...]
    absence: tuple[Span, ...]
    presence: tuple[Span, ...]
    needs: tuple[str, ...]
    parameters: tuple[str, ...]
    legal_basis: dict[str, str]
    evidence: dict[str, str]
    fires_on_dead: bool
    action: str | None
    sql: str
    file: str
    reads: Reads

    @property
    def uses(self) -> set[str]:
        """Every dataset the rule rests on."""
        return {*self.datasets, *self.optional, *self.any_of}


def load_rules(extra: Path | None = None) -> list[Rule]:
    """Every rule, in order of code; raise `RuleError` at the first file that cannot be used."""
    rules = {rule.code: rule for rule in _shipped()}
    if extra and extra.is_dir():
        rules.update({rule.code: rule for rule in map(read_rule, sorted(extra.glob("*.sql")))})
    return [rules[code] for code in sorted(rules)]


@cache
def _shipped() -> tuple[Rule, ...]:
    return tuple(map(read_rule, sorted(SHIPPED.glob("*.sql"))))


def read_rule(path: Path) -> Rule:
    """Read and check one rule file."""
    parts = HEADER.match(read_text(path, RuleError))
    if not parts:
        raise RuleError(
            f"{path.name}: expected a block comment /* ... */ with the rule's particulars, then one SELECT"
        )
    head = read_mapping(parts[1], path.name, RuleError)
    _check_keys(path.name, head)
    sql = parts[2].strip().rstrip(";").rstrip()
    reads = read_select(sql, path.name)
    rule = Rule(
        code=head["code"],
        title=head["title"],
        title_en=head["title_en"],
        category=head["category"],
        subject=head["subject"],
        department=head["department"],
        severity=head["severity"],
        days=head["days"],
        datasets=_names(path.name, head, "datasets"),
        optional=_names(path.name, head, "optional"),
        any_of=_names(path.name, head, "any_of"),
        absence=_spans(path.name, head, "absence"),
        presence=_spans(path.name, head, "presence"),
        needs=_names(path.name, head, "needs"),
        parameters=_names(path.name, head, "parameters"),
        legal_basis=dict(head["legal_basis"]),
        evidence=dict(head["evidence"]),
        fires_on_dead=bool(head.get("fires_on_dead", head["category"] == "data")),
        action=head.get("action"),
        sql=sql,
        file=path.name,
        reads=reads,
    )
    _check_reads(rule)
    return rule


def _check_keys(file: str, head: dict[str, Any]) -> None:
    unknown = sorted(set(head) - REQUIRED - OPTIONAL)
    if unknown:
        raise RuleError(
            f"{file}: unknown key '{unknown[0]}'; known are {', '.join(sorted(REQUIRED | OPTIONAL))}"
        )
    missing = sorted(REQUIRED - set(head))
    if missing:
        raise RuleError(f"{file}: key '{missing[0]}' is missing")
    if head["code"] != Path(file).stem:
        raise RuleError(
            f"{file}: key 'code': expected '{Path(file).stem}' as the file is named, found '{head['code']}'"
        )
    for key, allowed in (("category", CATEGORIES), ("subject", SUBJECTS)):
        if head[key] not in allowed:
            raise RuleError(f"{file}: key '{key}': expected one of {', '.join(allowed)}, found '{head[key]}'")
    if head["department"] != "column" and head["department"] not in DEPARTMENTS:
        raise RuleError(
            f"{file}: key 'department': expected one of {', '.join(DEPARTMENTS)}, or 'column' when the "
            f"select returns it; found '{head['department']}'"
        )
    for key in ("severity", "days"):
        if isinstance(head[key], bool) or not isinstance(head[key], int) or head[key] < 1:
            raise RuleError(f"{file}: key '{key}': expected a whole number from 1, found {head[key]!r}")
    basis = head["legal_basis"]
    if not isinstance(basis, dict) or not (basis.get("document") and basis.get("clause")):
        raise RuleError(f"{file}: key 'legal_basis': expected 'document' and 'clause'")
    if not isinstance(head.get("action", ""), str):
        raise RuleError(
            f"{file}: key 'action': expected what the office is asked to do, found {head['action']!r}"
        )
    if not isinstance(head["evidence"], dict):
        raise RuleError(f"{file}: key 'evidence': expected each fact and its Chinese label")


def _names(file: str, head: dict[str, Any], key: str) -> tuple[str, ...]:
    value = head.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RuleError(f"{file}: key '{key}': expected a list of names")
    return tuple(value)


def _spans(file: str, head: dict[str, Any], key: str) -> tuple[Span, ...]:
    known = {"dataset", "period", "column", "where", "everywhere"}
    given = head.get(key) or []
    given = given if isinstance(given, list) else [given]
    for one in given:
        if not isinstance(one, dict) or not set(one) <= known or one.get("period") not in PERIODS:
            raise RuleError(
                f"{file}: key '{key}': expected a list of dataset, period ({', '.join(PERIODS)}), "
                "and where needed column, where and everywhere"
            )
        if "dataset" not in one or (one["period"] != "snapshot" and "column" not in one):
            raise RuleError(f"{file}: key '{key}': 'dataset' and, but for snapshots, 'column' are needed")
    return tuple(Span(**one) for one in given)


def _check_reads(rule: Rule) -> None:
    """What the header declares and what the SQL reads must be the same."""
    undeclared = sorted(
        rule.reads.of("fact") - rule.uses - {"batch", "dataset", "identity_issue", "person_number"}
    )
    if undeclared:
        raise RuleError(f"{rule.file}: the SQL reads fact.{undeclared[0]}, which 'datasets' does not name")
    soft = sorted(rule.reads.of("fact") & ({*rule.optional, *rule.any_of} - set(rule.datasets)))
    if soft:
        raise RuleError(
            f"{rule.file}: reads fact.{soft[0]}, which may be absent: read tonight.{soft[0]}, "
            "or name it in 'datasets'"
        )
    for one in rule.absence:
        if one.dataset not in rule.datasets:
            raise RuleError(f"{rule.file}: key 'absence': '{one.dataset}' is not among 'datasets'")
    named = {
        "presence": {one.dataset for one in rule.presence},
        "needs": {one.partition(".")[0] for one in rule.needs},
    }
    for key, datasets in named.items():
        if strange := sorted(datasets - rule.uses):
            raise RuleError(f"{rule.file}: key '{key}': the rule does not use '{strange[0]}'")
    read = rule.reads.parameters | parameters_behind(rule.reads.of("tonight"))
    declared = set(rule.parameters)
    if read - declared:
        raise RuleError(
            f"{rule.file}: reads parameter '{min(read - declared)}', which 'parameters' does not name"
        )
    if declared - read:
        raise RuleError(f"{rule.file}: names parameter '{min(declared - read)}', which the SQL never reads")
