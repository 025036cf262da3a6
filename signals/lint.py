"""Check every rule and policy pack against each other: `python -m signals.lint`.

In: the files shipped; `lint_policies` takes a province's own folders besides. Out: findings, one line each;
empty when all is well. Loading already refuses unknown keys, overlapping dates and values without source; here
are parameters no rule reads, rules reading parameters no pack has, shared relations nobody has, and
evidence labels that miss a fact.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

from signals.errors import SignalsError
from signals.policy import Policy, load_policy, shipped_regions
from signals.readiness import COMPLETENESS_PARAMETER
from signals.relation import load_relations
from signals.rules import Rule, load_rules

FAR = date(9999, 12, 31)
MADE_FOR_RULES = {"missing_column", "open_signal", "short_batch"}


def lint_policies(extra_rules: Path | None = None, extra_policies: Path | None = None) -> list[str]:
    """Findings over all regions shipped and in `extra_policies`; each names the file and what to do."""
    findings: list[str] = []
    try:
        rules = load_rules(extra_rules)
    except SignalsError as problem:
        return [str(problem)]
    regions = (
        {*shipped_regions(), *(path.stem for path in extra_policies.glob("*.yaml"))}
        if extra_policies
        else {*shipped_regions()}
    )
    policies: dict[str, Policy] = {}
    for region in sorted(regions):
        try:
            policies[region] = load_policy(region, extra_policies)
        except SignalsError as problem:
            findings.append(str(problem))
    findings += _parameters(rules, policies)
    findings += [finding for rule in rules for finding in _rule(rule)]
    return findings


def _parameters(rules: list[Rule], policies: dict[str, Policy]) -> list[str]:
    findings: list[str] = []
    read = {name for rule in rules for name in rule.parameters} | {COMPLETENESS_PARAMETER}
    by_county = {name for rule in rules for name in rule.reads.by_county}
    for region, policy in policies.items():
        own = {value.name for layer in policy.layers[(region != "national") :] for value in layer}
        findings += [
            f"{region}.yaml: no rule reads parameter '{name}': remove it, or name it in a rule"
            for name in sorted(own - read)
        ]
        local = {value.name for layer in policy.layers for value in layer if value.county_code}
        findings += [
            f"{region}.yaml: no rule reads parameter '{name}' by county: give it for the region"
            for name in sorted((local & read) - by_county)
        ]
        open_ended = {value.name for value in policy.in_force(FAR)}
        for rule in rules:
            findings += [
                f"{rule.file}: reads parameter '{name}', which region {region} lacks: add it to its policy"
                for name in rule.parameters
                if name not in policy.names()
            ]
            findings += [
                f"{region}.yaml: parameter '{name}' ends and nothing follows, as {rule.code} needs"
                for name in rule.parameters
                if name in policy.names() - open_ended
            ]
    return findings


def _rule(rule: Rule) -> list[str]:
    relations = {relation.name for relation in load_relations()} | MADE_FOR_RULES
    missing = sorted(rule.reads.of("tonight") - relations)
    findings = [f"{rule.file}: reads tonight.{name}, which no file of signals/sql makes" for name in missing]
    facts = re.search(r"(\{[^{}]*\}) AS facts", rule.sql, re.S)
    if facts:
        unlabelled = sorted(set(re.findall(r"'(\w+)':", facts[1])) - set(rule.evidence))
        findings += [f"{rule.file}: fact '{name}' has no Chinese label in 'evidence'" for name in unlabelled]
    return findings


def main() -> int:
    """Print findings; 0 when there are none."""
    findings = lint_policies()
    for finding in findings:
        print(finding, file=sys.stderr)
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
