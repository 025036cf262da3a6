"""Rows about which little is known: nothing is joined on a name, and no better fit is passed over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa

from tests.matching.handmade import clusters, person, run
from tests.matching.population import SCHEMA

BORN = date(1980, 6, 15)


def bare(number: int, **values: object) -> dict[str, object]:
    """A row without a number."""
    return person(number, id_text=None, id_status="none", **values)


def test_records_that_say_the_same_of_a_name_only_are_of_two_people(tmp_path: Path) -> None:
    few = [bare(1, name="张伟"), bare(2, name="张伟")]
    enough = [bare(n, name="欧阳若溪", birth_date=BORN, phone="13900000001") for n in (3, 4)]
    _, found = run(pa.Table.from_pylist([*few, *enough], schema=SCHEMA), tmp_path)
    of = {mention: (cluster, rule) for mention, cluster, rule, _ in found["clusters"]}
    assert of == {1: (1, "alone"), 2: (2, "alone"), 3: (3, "alike"), 4: (3, "alike")}


def test_a_row_of_nearly_the_owners_name_goes_to_nobody_elses_valid_number(tmp_path: Path) -> None:
    rows = [
        person(1, name="季若溪"),
        person(2, name="季若溪", source="wj_illness"),
        person(3, name="吴若溪", phone="13900000001"),
        person(4, name="吴若溪", phone="13900000001", serial="132", source="mz_member"),
    ]
    of = clusters(rows, tmp_path)
    assert of[3] != of[4]


def test_two_rows_under_one_guardians_number_are_one_child(tmp_path: Path) -> None:
    parent = [person(n, name="吴长贵", source=f"s{n}") for n in (1, 2)]
    child = {"name": "吴若溪", "birth_date": date(2016, 3, 2)}
    rows = [*parent, person(3, **child), person(4, **child, source="jy_student", phone="13900000001")]
    of = clusters(rows, tmp_path)
    assert of[3] == of[4] != of[1]
    other = person(4, **{**child, "name": "吴若河"}, source="jy_student")
    of = clusters([*parent, rows[2], other], tmp_path)
    assert len({of[1], of[3], of[4]}) == 3


def test_two_damaged_copies_of_one_number_are_one_person(tmp_path: Path) -> None:
    whole = str(person(1)["id18"])
    cut, slip = whole[:15] + "000", whole[:3] + "7" + whole[4:]
    known = {"name": "吴若溪", "birth_date": BORN, "id_status": "failed"}
    of = clusters([person(1, id_text=cut, **known), person(2, id_text=slip, **known)], tmp_path)
    assert of[1] == of[2]


def test_a_record_that_fits_another_without_a_number_as_well_goes_to_no_person(tmp_path: Path) -> None:
    owner = person(1, name="吴若溪", phone="13900000001")
    other = person(2, name="吴若溪", id_text="990101201202030999", id_status="failed", phone="13900000001")
    asked = bare(3, name="吴若溪", phone="13900000001")
    assert len(set(clusters([owner, asked], tmp_path).values())) == 1
    of = clusters([owner, other, asked], tmp_path)
    assert of[3] != of[1] != of[2]


def test_no_chain_joins_a_person_and_a_number_that_is_not_theirs(tmp_path: Path) -> None:
    owner = person(1, name="吴若溪", phone="13900000001", household_id="h1")
    asked = bare(2, name="吴若溪", phone="13900000001", household_id="h1")
    other = person(3, name="吴若溪", id_text="990101201202030999", id_status="failed", household_id="h1")
    of = clusters([owner, asked, other], tmp_path)
    assert of[1] != of[3]


def test_a_changed_name_on_its_own_number_goes_to_no_namesake_with_another(tmp_path: Path) -> None:
    known = {"birth_date": BORN, "sex": "M"}
    rows = [person(n, name="杜林豪", source=f"s{n}", **known) for n in (1, 2)]
    rows += [person(3, name="欧阳若溪", **known), person(4, name="欧阳若溪", serial="033", **known)]
    of = clusters(rows, tmp_path)
    assert of[3] != of[4]


def test_a_newborn_without_a_name_never_owns_the_mothers_number(tmp_path: Path) -> None:
    mother = [person(n, name="刘霞英", source=f"s{n}", birth_date=date(1990, 6, 15)) for n in (1, 2)]
    rows = [*mother, person(3, name="刘霞英"), person(4, name="刘霞英之女")]
    of = clusters(rows, tmp_path)
    assert of[1] == of[2] == of[3] != of[4]


def test_another_given_name_on_a_valid_number_is_for_a_reviewer_whatever_else_agrees(tmp_path: Path) -> None:
    family = {"birth_date": BORN, "sex": "M", "phone": "13900000001", "household_id": "h1"}
    owner = [person(n, name="李建国", source=f"s{n}", **family) for n in (1, 2)]
    for name in ("李秀英", "李建华"):
        _, found = run(
            pa.Table.from_pylist([*owner, person(3, name=name, **family)], schema=SCHEMA), tmp_path
        )
        of = {mention: cluster for mention, cluster, _, _ in found["clusters"]}
        assert of[1] == of[2] != of[3]
        assert [(pair[0], pair[4]) for pair in found["pairs_review"]] == [(3, "name_differs")]


def test_one_person_with_two_numbers_is_shown_to_a_reviewer_and_never_joined(tmp_path: Path) -> None:
    same = {"name": "尤光辉", "phone": "13900000001"}
    rows = [person(1, **same), person(2, serial="033", **same), person(3, serial="055", name="尤光辉")]
    _, found = run(pa.Table.from_pylist(rows, schema=SCHEMA), tmp_path)
    assert len({cluster for _, cluster, _, _ in found["clusters"]}) == 3
    assert [(a, b, why) for a, b, _, _, why in found["pairs_review"]] == [(1, 2, "two_numbers")]
    assert [issue[:2] for issue in found["issues"]] == [("two_numbers", 1), ("two_numbers", 2)]
    decided = clusters(rows, tmp_path, decisions=[(1, 2, "same")])
    assert decided[1] == decided[2] != decided[3]
