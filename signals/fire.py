"""Run one rule: its select becomes one INSERT … SELECT into `tonight.fired`, one row per subject.

In: a rule, and the counties it is not evaluated for. Out: rows of `tonight.fired`. What the select may
leave out (county, department, people) is filled in from the subject; the dead are left out except for
rules that say otherwise.
"""

from __future__ import annotations

import duckdb

from signals.errors import RuleError
from signals.rules import Rule

SUBJECT = {"person": "person_id", "household": "household_id", "batch": "batch_ref"}
COLUMNS = {
    "person_id",
    "household_id",
    "batch_ref",
    "county_code",
    "department",
    "rows",
    "facts",
    "people",
    "suspect_dataset",
}
INSERT = """
INSERT INTO tonight.fired
WITH q AS (
{select}
), s AS (
    SELECT {person} AS person_id, {household} AS household_id, {batch} AS batch_ref, {county} AS county_code,
           {department} AS department, coalesce("rows", []) AS "rows", to_json(facts)::VARCHAR AS facts,
           {people} AS people, {suspect} AS suspect_dataset
    FROM q
), g AS (
    SELECT {subject}, {others}, min(county_code) AS county_code, min(department) AS department,
           list_sort(list_distinct(flatten(list("rows")))) AS "rows",
           '[' || string_agg(DISTINCT facts, ',' ORDER BY facts) || ']' AS cases,
           list_sort(list_distinct(flatten(list(people)))) AS people, min(suspect_dataset) AS suspect_dataset
    FROM s WHERE {subject} IS NOT NULL
    GROUP BY {subject}
)
SELECT '{code}-' || {subject} AS signal_id, '{code}', person_id, household_id, batch_ref,
       coalesce(g.county_code, {home}) AS county, coalesce(department, '{default_department}'), "rows", cases,
       people, suspect_dataset
FROM g {join}
WHERE ({living}) AND ({place})
"""


def fire(con: duckdb.DuckDBPyConnection, rule: Rule, held: list[str]) -> int:
    """Insert the subjects `rule` fires on, outside the counties `held`; return how many."""
    before = _count(con)
    con.execute(_insert(rule, _columns(con, rule), held))
    return _count(con) - before


def _columns(con: duckdb.DuckDBPyConnection, rule: Rule) -> set[str]:
    """Columns of the rule's select, checked against what a rule may return."""
    found = {row[0] for row in con.execute(f"DESCRIBE {rule.sql}").fetchall()}
    needed = {SUBJECT[rule.subject], "rows", "facts"} | (
        {"department"} if rule.department == "column" else set()
    )
    if needed - found:
        raise RuleError(f"{rule.file}: the select does not return '{min(needed - found)}'")
    if found - COLUMNS:
        raise RuleError(
            f"{rule.file}: the select returns '{min(found - COLUMNS)}', which is not one of "
            f"{', '.join(sorted(COLUMNS))}"
        )
    return found


def _insert(rule: Rule, given: set[str], held: list[str]) -> str:
    def column(name: str, kind: str, otherwise: str = "NULL") -> str:
        return f'"{name}"::{kind}' if name in given else f"{otherwise}::{kind}"

    subject = SUBJECT[rule.subject]
    others = ", ".join(f"min({name}) AS {name}" for name in SUBJECT.values() if name != subject)
    own = "[person_id]" if rule.subject == "person" else "[]"
    join, home = {
        "person": ("LEFT JOIN core.person p USING (person_id)", "p.county_code"),
        "household": (
            "LEFT JOIN (SELECT household_id, min(county_code) AS county_code FROM core.household "
            "GROUP BY household_id) p USING (household_id)",
            "p.county_code",
        ),
        "batch": ("", "NULL"),
    }[rule.subject]
    living = "true"
    if rule.subject == "person" and not rule.fires_on_dead:
        living = "person_id NOT IN (SELECT person_id FROM tonight.dead)"
    place = "true"
    if held:
        counties = ", ".join(f"'{county}'" for county in held)
        place = f"coalesce(g.county_code, {home}, '') NOT IN ({counties})"
    return INSERT.format(
        select=rule.sql,
        person=column("person_id", "BIGINT"),
        household=column("household_id", "VARCHAR"),
        batch=column("batch_ref", "VARCHAR"),
        county=column("county_code", "VARCHAR"),
        department=column("department", "VARCHAR"),
        people=column("people", "BIGINT[]", own),
        suspect=column("suspect_dataset", "VARCHAR"),
        subject=subject,
        others=others,
        code=rule.code,
        home=home,
        default_department=rule.department,
        join=join,
        living=living,
        place=place,
    )


def _count(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute("SELECT count(*) FROM tonight.fired").fetchone()
    return int(row[0]) if row else 0
