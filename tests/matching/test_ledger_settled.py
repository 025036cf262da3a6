"""Clusters that say nothing new are given their ids without looking at their other keys: never with another result than with them."""

from __future__ import annotations

import datetime
import random

import pytest

from matching import statements
from tests.matching.conftest import Home
from tests.matching.fabricate import NIGHT, mention, number

NIGHTS = 5


def rows_of(rng: random.Random, person: int, key: int) -> dict[str, object]:
    """What a department says of one of two dozen people; sometimes a relative's number, telephone or household."""
    other = rng.choice((person,) * 8 + (person ^ 1,))
    return mention(
        key,
        source=rng.choice(("mz_member", "yb_enrolment")),
        name=f"测{'甲乙丙'[person % 3]}",
        id18=rng.choice((number(other), number(other), None)),
        phone=f"139000000{other // 2:02}",
        household_id=rng.choice((f"H{other // 3}", None)),
        birth_date=rng.choice((datetime.date(1980, 1, 1 + person % 28), None)),
        county_code="420102",
    )


def clusters(rng: random.Random, rows: dict[int, int]) -> list[list[int]]:
    """Mentions by person, but some with another's, some alone."""
    groups: dict[int, list[int]] = {}
    for key, person in rows.items():
        where = rng.choice((person,) * 8 + (person ^ 1, 100 + key))
        groups.setdefault(where, []).append(key)
    return list(groups.values())


def history(home: Home, seed: int) -> tuple[list[object], int]:
    """Some nights, most rows as the night before, one date run twice; all that came of them."""
    rng = random.Random(seed)
    people = {key: rng.randrange(24) for key in range(1, 46)}
    rows = {key: rows_of(rng, person, key) for key, person in people.items()}
    found: list[object] = []
    settled = 0
    for night in range(NIGHTS):
        for key in rng.sample(sorted(rows), 3):
            rows[key] = rows_of(rng, people[key], key)
        here = sorted(rng.sample(sorted(rows), 42))
        groups = clusters(rng, {key: people[key] for key in here})
        as_of = NIGHT + datetime.timedelta(days=min(night, NIGHTS - 2))
        found.append(home.night([rows[key] for key in here], *groups, as_of=as_of))
        found.append(home.dump())
        settled += statements.count(home.con, "night_settled")
    return found, settled


@pytest.mark.parametrize("seed", range(6))
def test_ids_and_ledger_are_those_of_looking_at_every_key(tmp_path, monkeypatch, seed, home):
    quick, settled = history(home, seed)
    run = statements.run

    def looks_at_every_key(con, file, **parameters):
        if file == "ledger_settled.sql":
            con.execute("CREATE OR REPLACE TEMP TABLE night_settled (cluster UBIGINT, person_id BIGINT)")
        else:
            run(con, file, **parameters)

    monkeypatch.setattr(statements, "run", looks_at_every_key)
    (tmp_path / "other").mkdir()
    other = Home(tmp_path / "other", home.engine)
    whole, none = history(other, seed)
    other.con.close()
    assert settled > 0 == none
    assert quick == whole
