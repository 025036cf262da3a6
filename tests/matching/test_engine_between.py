"""A third record that fits two who exclude each other; values that everybody has; what a hidden number shows all the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from tests.matching.handmade import clusters, person, run
from tests.matching.population import SCHEMA
from tests.matching.test_engine_unsure import BORN, bare

HOME = {"phone": "13900000001", "county_code": "990101"}


def shown(rows: list[dict[str, object]], folder: Path) -> set[tuple[int, int]]:
    """Pairs of mentions for a reviewer."""
    _, found = run(pa.Table.from_pylist(rows, schema=SCHEMA), folder)
    return {(min(a, b), max(a, b)) for a, b, *_ in found["pairs_review"]}


@pytest.mark.parametrize("vague", ["吴建□", "吴建?", "吴建"])
def test_an_incomplete_name_holds_no_two_others_together_under_one_number(tmp_path: Path, vague: str) -> None:
    rows = [person(n, name=vague, source=f"s{n}") for n in (1, 2, 3)]
    rows += [person(4, name="吴建国", source="s4"), person(5, name="吴建军", source="s5")]
    of = clusters(rows, tmp_path)
    assert of[4] != of[5]


def test_an_incomplete_name_joins_no_twins(tmp_path: Path) -> None:
    one, other = (bare(n, name=name, birth_date=BORN, **HOME) for n, name in ((1, "逄建国"), (2, "逄建军")))
    between = bare(3, name="逄建□", birth_date=BORN, **HOME)
    of = clusters([one, between], tmp_path)
    assert of[1] == of[3]
    of = clusters([one, other, between], tmp_path)
    assert len(set(of.values())) == 3
    assert shown([one, other, between], tmp_path) == {(1, 3), (2, 3)}


def test_who_fits_another_without_a_number_as_well_is_for_a_reviewer(tmp_path: Path) -> None:
    owner = person(1, name="胡江生", **HOME)
    rival, between = (bare(n, name=name, sex="M", **HOME) for n, name in ((2, "胡江立"), (3, "胡江□")))
    of = clusters([owner, rival, between], tmp_path)
    assert len(set(of.values())) == 3
    assert (1, 3) in shown([owner, rival, between], tmp_path)


@pytest.mark.parametrize("column", ["phone", "household_id"])
def test_a_value_that_everybody_has_says_nothing(tmp_path: Path, column: str) -> None:
    pair = [bare(n, name="欧阳若溪", county_code=None, **{column: "13900000001"}) for n in (1, 2)]
    pair[1]["source"] = "s2"
    few = [bare(n, name=f"吴{chr(0x4E00 + n)}", **{column: "13900000001"}) for n in range(3, 6)]
    many = [bare(n, name=f"吴{chr(0x4E00 + n)}", **{column: "13900000001"}) for n in range(3, 80)]
    assert clusters([*pair, *few], tmp_path)[1] == clusters([*pair, *few], tmp_path)[2]
    of = clusters([*pair, *many], tmp_path)
    assert of[1] != of[2]


def test_the_birth_date_that_a_number_shows_speaks_against_another(tmp_path: Path) -> None:
    known = {"name": "欧阳若溪", "phone": "13900000001"}
    other = bare(1, birth_date=date(1965, 12, 23), **known)
    for number, status in (("42032120030828****", "masked"), ("420321200308280000", "failed")):
        asked = person(2, id_text=number, id_status=status, **known)
        of = clusters([other, asked], tmp_path)
        assert of[1] != of[2]
    asked = person(2, id_text="42032119651223****", id_status="masked", **known)
    of = clusters([other, asked], tmp_path)
    assert of[1] == of[2]


def test_names_that_sound_similar_may_be_twins(tmp_path: Path) -> None:
    rows = [bare(n, name=name, birth_date=BORN, **HOME) for n, name in ((1, "毛强江"), (2, "毛强建"))]
    of = clusters(rows, tmp_path)
    assert of[1] != of[2]
    assert shown(rows, tmp_path) == {(1, 2)}


def test_a_newborn_and_a_named_child_under_the_mothers_number_are_shown(tmp_path: Path) -> None:
    mother = [person(n, name="秦玉", born="19930412", source=f"s{n}") for n in (1, 2)]
    child = {"born": "19930412", "birth_date": date(2026, 3, 2), "sex": "M", **HOME}
    rows = [*mother, person(3, name="秦玉之子", **child), person(4, name="李国", source="yb", **child)]
    of = clusters(rows, tmp_path)
    assert len({of[1], of[3], of[4]}) == 3
    assert (3, 4) in shown(rows, tmp_path)


def test_a_number_that_very_many_carry_is_no_evidence_of_who_is_not_its_owner(tmp_path: Path) -> None:
    owner = [person(n, name="张伟", source=f"s{n}") for n in (1, 2, 3)]
    pair = [person(n, name="李娜", source=f"s{n}", phone=f"1390000000{n}") for n in (4, 5)]
    few = [person(n, name=f"吴{chr(0x4E00 + n)}") for n in range(6, 9)]
    many = [person(n, name=f"吴{chr(0x4E00 + n)}") for n in range(6, 80)]
    assert len(shown([*owner, *pair, *few], tmp_path)) >= 3
    of = clusters([*owner, *pair, *many], tmp_path)
    assert of[1] == of[2] == of[3] and len({of[n] for n in range(3, 80)}) == 77
    assert shown([*owner, *pair, *many], tmp_path) == set()
    _, found = run(pa.Table.from_pylist([*owner, *pair, *many], schema=SCHEMA), tmp_path)
    assert len([kind for kind, *_ in found["issues"] if kind == "number_shared"]) == 76


def test_an_unusable_number_that_very_many_carry_is_none(tmp_path: Path) -> None:
    typed = {"id_text": "110101199001011111", "id_status": "failed", "county_code": None}
    pair = [person(n, name="欧阳若溪", source=f"s{n}", **typed) for n in (1, 2)]
    few = [person(n, name=f"吴{chr(0x4E00 + n)}", **typed) for n in range(3, 6)]
    many = [person(n, name=f"吴{chr(0x4E00 + n)}", **typed) for n in range(3, 80)]
    of = clusters([*pair, *few], tmp_path)
    assert of[1] == of[2]
    of = clusters([*pair, *many], tmp_path)
    assert of[1] != of[2]
    _, found = run(pa.Table.from_pylist([*pair, *many], schema=SCHEMA), tmp_path)
    assert len([kind for kind, *_ in found["issues"] if kind == "number_failed"]) == 79
