"""What becomes of hand-made rows: families, namesakes, numbers of others, reviewers' words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from tests.matching.handmade import clusters, person, run
from tests.matching.population import SCHEMA, check


def test_same_number_with_like_name_is_one_person(tmp_path: Path) -> None:
    rows = [
        person(1, name="张伟明"),
        person(2, name="章伟明"),
        person(3, name="张伟名"),
        person(4, name="張偉明"),
    ]
    assert len(set(clusters(rows, tmp_path).values())) == 1


def test_same_number_with_another_name_is_two_and_a_case_for_review(tmp_path: Path) -> None:
    rows = [person(1, name="张伟明"), person(2, name="张伟明"), person(3, name="李国强")]
    found = run(pa.Table.from_pylist(rows, schema=SCHEMA), tmp_path)[1]
    of = {mention: cluster for mention, cluster, _, _ in found["clusters"]}
    assert of[1] == of[2] != of[3]
    assert [(a, reason) for a, _, _, _, reason in found["pairs_review"]] == [(3, "name_differs")]
    assert [(kind, mention) for kind, mention, _, _ in found["issues"]] == [("number_shared", 3)]


def test_child_under_the_fathers_number_goes_to_its_own(tmp_path: Path) -> None:
    rows = [
        person(1, name="王建国", born="19750305", phone="19900000001"),
        person(2, name="王子涵", born="20130712", serial="022", phone="19900000001"),
        person(3, name="王子涵", born="19750305", birth_date=date(2013, 7, 12), phone="19900000001"),
    ]
    of = clusters(rows, tmp_path)
    assert of[3] == of[2] != of[1]


def test_child_with_no_other_record_is_a_person_of_its_own(tmp_path: Path) -> None:
    rows = [
        person(1, name="王建国", born="19750305"),
        person(2, name="王子涵", born="19750305", birth_date=date(2013, 7, 12)),
        person(3, name="王子涵", born="19750305", birth_date=date(2013, 7, 12), source="jy_student"),
    ]
    of = clusters(rows, tmp_path)
    assert of[2] == of[3] != of[1]


def test_newborn_under_the_mothers_number_is_not_the_mother(tmp_path: Path) -> None:
    of = clusters(
        [person(1, name="张三妹"), person(2, name="张三妹之子"), person(3, name="张三妹之女")], tmp_path
    )
    assert len(set(of.values())) == 3


@pytest.mark.parametrize("text", ["990101198006150211", "99010119806150115", "990101198006150000"])
def test_unusable_number_finds_its_owner(tmp_path: Path, text: str) -> None:
    owner = person(1, name="陈思远", born="19800615", serial="011")
    number = str(owner["id18"])
    wrong = {
        "990101198006150211": number[:14] + "1" + number[15:],
        "99010119806150115": number[:9] + number[10:],
        "990101198006150000": number[:15] + "000",
    }[text]
    rows = [
        owner,
        person(2, name="陈思远", id_text=wrong, id_status="failed"),
        person(3, name="陈丽", serial="132"),
    ]
    of = clusters(rows, tmp_path)
    assert of[1] == of[2] != of[3]


def test_masked_number_needs_the_name(tmp_path: Path) -> None:
    owner = person(1, name="陈思远")
    masked = str(owner["id18"])[:6] + "********" + str(owner["id18"])[14:]
    rows = [
        owner,
        person(2, name="陈思远", id_text=masked, id_status="masked"),
        person(3, name="周国平", id_text=masked, id_status="masked"),
    ]
    of = clusters(rows, tmp_path)
    assert of[1] == of[2] != of[3]


def test_twins_are_two(tmp_path: Path) -> None:
    common: dict[str, object] = {
        "phone": "19900000001",
        "household_id": "H1",
        "birth_date": date(2012, 5, 6),
        "sex": "M",
    }
    rows = [
        person(1, name="刘子豪", born="20120506", serial="011", **common),
        person(2, name="刘子轩", born="20120506", serial="013", **common),
        person(3, name="刘子豪", id_text=None, id_status="none", **common),
        person(4, name="刘子轩", id_text=None, id_status="none", **common),
    ]
    of = clusters(rows, tmp_path)
    assert of[1] == of[3] != of[2] == of[4]


def test_twin_without_a_record_of_her_own_is_not_her_sister(tmp_path: Path) -> None:
    common: dict[str, object] = {
        "phone": "19900000001",
        "household_id": "H1",
        "birth_date": date(2012, 5, 6),
        "sex": "F",
    }
    rows = [
        person(1, name="刘子涵", born="20120506", serial="022", **common),
        person(2, name="刘子萱", id_text=None, id_status="none", **common),
    ]
    of = clusters(rows, tmp_path)
    assert of[1] != of[2]


def test_namesakes_with_one_birthday_stay_apart_and_a_third_record_joins_neither(tmp_path: Path) -> None:
    common: dict[str, object] = {"name": "张伟", "birth_date": date(1980, 6, 15), "sex": "M"}
    rows = [
        person(1, serial="011", **common),
        person(2, serial="033", **common),
        person(3, id_text=None, id_status="none", **common),
    ]
    of = clusters(rows, tmp_path)
    assert len({of[1], of[2], of[3]}) == 3


def test_who_else_fitted_is_written_beside_the_link(tmp_path: Path) -> None:
    common: dict[str, object] = {"name": "欧阳翀霄", "birth_date": date(1980, 6, 15), "sex": "M"}
    rows = [
        person(1, serial="011", phone="13900000001", **common),
        person(2, serial="033", phone="13900000002", **common),
        person(3, id_text=None, id_status="none", phone="13900000001", **common),
    ]
    found = run(pa.Table.from_pylist(rows, schema=SCHEMA), tmp_path)[1]
    ((chosen, score),) = [(edge[1], edge[3]) for edge in found["edges"]]
    ((_, other, less, _, reason),) = found["outdone"]
    assert (chosen, other, reason) == (1, 2, "outdone")
    assert 0 < less < score


def test_name_and_birth_date_alone_never_link(tmp_path: Path) -> None:
    common: dict[str, object] = {
        "name": "欧阳翀霄",
        "birth_date": date(1980, 6, 15),
        "sex": "M",
        "county_code": None,
    }
    of = clusters([person(1, **common), person(2, id_text=None, id_status="none", **common)], tmp_path)
    assert of[1] != of[2]


def test_two_valid_numbers_never_meet(tmp_path: Path) -> None:
    common: dict[str, object] = {"name": "欧阳翀霄", "phone": "19900000001", "household_id": "H1", "sex": "M"}
    rows = [person(1, serial="011", **common), person(2, serial="033", **common)]
    rows += [person(3, id_text=None, id_status="none", **common)]
    of = clusters(rows, tmp_path)
    assert of[1] != of[2]


def stored_as_double() -> tuple[str, str]:
    """Serials of two neighbours, the second the number that the first becomes as a double, both valid."""
    for serial in range(1, 999):
        body = f"99010119800615{serial:03d}"
        number = body + check(body)
        rounded = str(int(float(number))) if number.isdigit() else number
        if (
            rounded != number
            and rounded[:14] == number[:14]
            and rounded == rounded[:17] + check(rounded[:17])
        ):
            return number[14:17], rounded[14:17]
    raise AssertionError("no such pair among the serials of a day")


def test_a_valid_number_that_is_anothers_rounded_copy_is_the_same_person_by_name_only(tmp_path: Path) -> None:
    whole, rounded = stored_as_double()
    rows = [
        person(1, serial=whole, name="赵敏慧"),
        person(2, serial=rounded, name="赵敏慧"),
        person(3, serial=rounded, name="赵敏慧", source="mz_member"),
        person(4, serial=whole, born="19800616", name="钱志强"),
    ]
    at = clusters(rows, tmp_path)
    assert at[1] == at[2] == at[3] != at[4]
    owner = [person(n, serial=rounded, name="孙丽") for n in (5, 6, 7)]
    beside = clusters([*rows[:2], *owner], tmp_path)
    assert beside[1] == beside[2] != beside[5] == beside[6] == beside[7]
    neighbours = [person(1, serial=whole, name="赵敏慧"), person(2, serial=rounded, name="孙丽")]
    apart = clusters(neighbours, tmp_path)
    assert apart[1] != apart[2]


def test_leads_attach_and_guardians_too_but_neither_makes_a_person(tmp_path: Path) -> None:
    rows = [
        person(1, name="赵长贵", phone="19900000001"),
        person(2, name=None, role="guardian"),
        person(3, name=None, role="guardian", serial="077"),
        person(4, name="赵长贵", role="lead", id_text=None, id_status="none", phone="19900000001"),
        person(5, name="钱无人", role="lead", id_text=None, id_status="none", phone="19900000009"),
    ]
    of = clusters(rows, tmp_path)
    assert of[1] == of[2] == of[4]
    assert 3 not in of
    assert 5 not in of


def test_reviewers_outrank_scores(tmp_path: Path) -> None:
    rows = [
        person(1, name="孙德福"),
        person(2, name="孙德福", source="wj_illness"),
        person(3, name="吴若溪", serial="132"),
    ]
    assert len(set(clusters(rows, tmp_path).values())) == 2
    of = clusters(rows, tmp_path, decisions=[(1, 2, "not_same"), (1, 3, "same")])
    assert of[1] == of[3] != of[2]


def test_whoever_a_reviewer_takes_out_of_a_number_goes_with_all_rows_of_the_name(tmp_path: Path) -> None:
    rows = [
        person(9, name="孙德福"),
        person(2, name="孙德福", source="wj_illness"),
        person(3, name="孙得福", source="mz_household"),
        person(4, name="孙得福", source="rs_pension"),
    ]
    assert len(set(clusters(rows, tmp_path).values())) == 1
    for a, b in ((9, 3), (3, 9)):
        of = clusters(rows, tmp_path, decisions=[(a, b, "not_same")])
        assert of[9] == of[2] != of[3] == of[4]


def test_two_of_one_name_on_one_number_are_parted_by_record(tmp_path: Path) -> None:
    rows = [person(1, name="孙德福"), person(2, name="孙德福", source="wj_illness", phone="13900000001")]
    of = clusters(rows, tmp_path, decisions=[(1, 2, "not_same")])
    assert of[1] != of[2]


def test_what_reviewers_hold_apart_no_chain_of_same_joins(tmp_path: Path) -> None:
    rows = [
        person(1, name="孙德福"),
        person(2, name="吴若溪", serial="132"),
        person(3, name="郑秋实", serial="153"),
    ]
    of = clusters(rows, tmp_path, decisions=[(1, 2, "same"), (2, 3, "same"), (1, 3, "not_same")])
    assert of[1] != of[3]
