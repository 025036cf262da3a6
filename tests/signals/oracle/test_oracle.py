"""The evaluator against the catalogue in plain Python: the same subjects, rule by rule, in provinces drawn
in five regions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

import signals
from signals.rules import load_rules
from tests.signals.oracle import exits, gaps, hardships
from tests.signals.oracle.chance import Chance, month_of
from tests.signals.oracle.records import RECORDS
from tests.signals.oracle.region import region
from tests.signals.oracle.world import World
from tests.signals.province import build

DRAWS = [
    (1, "hubei", date(2025, 11, 30)),
    (2, "chongqing", date(2025, 12, 31)),
    (3, "chongqing", date(2026, 1, 1)),
    (4, "guangdong", date(2026, 3, 31)),
    (5, "lanzhou", date(2026, 4, 30)),
    (6, "dazhou", date(2026, 1, 31)),
]
PEOPLE = 450
ORACLE: dict[str, Callable[[World], gaps.Subjects]] = {
    name.upper(): function
    for module in (gaps, hardships, exits)
    for name, function in vars(module).items()
    if len(name) == 3 and name[1:].isdigit()
}
ON_IDENTITY = {"D01", "D02"}
"""About mentions and batches, of which these provinces have none: see test_data_rules.py."""


@cache
def compared() -> dict[str, tuple[set[str], set[str]]]:
    """Rule → (subjects the oracle names, subjects the evaluator fires on), over all draws."""
    due: dict[str, set[str]] = defaultdict(set)
    fired: dict[str, set[str]] = defaultdict(set)
    for seed, name, day in DRAWS:
        province = Chance(seed, day, region(name, day), PEOPLE).draw(RECORDS)
        world = World(province)
        for rule, function in ORACLE.items():
            due[rule] |= {f"{seed}/{subject}" for subject in function(world)}
        people = [{"person_id": person, "birth_date": born} for person, born in province.births.items()]
        con = build(province.rows, day, people=people, past=province.past)
        with TemporaryDirectory() as folder:
            spec = {"basis": "default", "values": {date(2000, 1, 1): [f"{month_of(day, 1):%Y-%m}"]}}
            text = yaml.safe_dump({"region": name, "parameters": {"price_subsidy_months": spec}})
            (Path(folder) / f"{name}.yaml").write_text(text, "utf-8")
            report = signals.evaluate(con, day, name, extra_policies=Path(folder))
        assert [s for s in report.statuses if s.reason and not s.reason.startswith("evaluated without")] == []
        for rule, subject in con.execute(
            "SELECT rule, CASE subject_kind WHEN 'household' THEN household_id ELSE person_id::VARCHAR END FROM mart.signal"
        ).fetchall():
            fired[rule].add(f"{seed}/{subject}")
        con.close()
    return {rule: (due[rule], fired[rule]) for rule in ORACLE}


def test_there_is_an_oracle_for_every_rule() -> None:
    assert {rule.code for rule in load_rules()} - ON_IDENTITY == set(ORACLE)


def test_every_rule_fires_on_exactly_the_subjects_that_the_catalogue_says() -> None:
    """Precision and recall of 1, rule by rule; one test, so that one process draws the provinces."""
    outcome = compared()
    assert {rule: len(due) for rule, (due, _) in outcome.items() if len(due) < 10} == {}, "too few to tell"
    wrong = {rule: sorted(fired - due)[:5] for rule, (due, fired) in outcome.items() if fired - due}
    assert wrong == {}, "fired and should not have"
    missed = {rule: sorted(due - fired)[:5] for rule, (due, fired) in outcome.items() if due - fired}
    assert missed == {}, "should have fired"
