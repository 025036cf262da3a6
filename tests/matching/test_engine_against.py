"""What speaks against two records being one person is heard, however much else agrees; and what is left open is shown."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from tests.matching.handmade import clusters, person, run
from tests.matching.population import SCHEMA

BORN = date(1980, 6, 15)
FAMILY = {"phone": "13900000001", "household_id": "h1"}


def bare(number: int, **values: object) -> dict[str, object]:
    """A row without a number."""
    return person(number, id_text=None, id_status="none", **values)


def together(rows: list[dict[str, object]], folder: Path) -> tuple[dict[int, int], set[frozenset[int]]]:
    """Cluster of each mention, and the pairs left to a reviewer."""
    _, found = run(pa.Table.from_pylist(rows, schema=SCHEMA), folder)
    of = {mention: cluster for mention, cluster, _, _ in found["clusters"]}
    return of, {frozenset(pair[:2]) for pair in found["pairs_review"]}


@pytest.mark.parametrize("son", [date(1990, 6, 15), date(1950, 6, 15), date(1930, 6, 15)])
def test_a_father_and_a_son_of_one_name_are_two_though_their_years_differ_by_one_digit(
    tmp_path: Path, son: date
) -> None:
    for father in (
        person(1, name="欧阳若溪", birth_date=BORN, **FAMILY),
        bare(1, name="欧阳若溪", birth_date=BORN, **FAMILY),
    ):
        of, shown = together([father, bare(2, name="欧阳若溪", birth_date=son, **FAMILY)], tmp_path)
        assert of[1] != of[2]
        assert shown == {frozenset({1, 2})}


def test_a_slip_of_the_day_needs_more_than_name_and_county(tmp_path: Path) -> None:
    slip = date(1980, 6, 25)
    owner = person(1, name="欧阳若溪", birth_date=BORN, phone="13900000001")
    of, _ = together([owner, bare(2, name="欧阳若溪", birth_date=slip)], tmp_path)
    assert of[1] != of[2]
    of, _ = together([owner, bare(2, name="欧阳若溪", birth_date=slip, phone="13900000001")], tmp_path)
    assert of[1] == of[2]


def test_another_sex_is_for_a_reviewer_even_one_slip_away(tmp_path: Path) -> None:
    owner = person(1, name="王佳", sex="M")
    slip = str(owner["id18"])[:-2] + ("0" if str(owner["id18"])[-2] != "0" else "2") + str(owner["id18"])[-1]
    failed = {"id_text": slip, "id_status": "failed", "name": "王佳"}
    of, shown = together([owner, person(2, **failed, sex="M")], tmp_path)
    assert of[1] == of[2] and not shown
    of, shown = together([owner, person(2, **failed, sex="F")], tmp_path)
    assert of[1] != of[2]
    assert shown == {frozenset({1, 2})}


def test_nobody_is_joined_through_a_record_that_fits_two_who_exclude_each_other(tmp_path: Path) -> None:
    rows = [
        bare(1, name="林钊龙", birth_date=BORN, **FAMILY),
        bare(2, name="林钊龙", birth_date=None, **FAMILY),
        bare(3, name="林钊龙", birth_date=date(1950, 1, 7), **FAMILY),
    ]
    for order in itertools.permutations((1, 2, 3)):
        renumbered = [row | {"mention": number} for row, number in zip(rows, order, strict=True)]
        of, shown = together(renumbered, tmp_path)
        middle = order[1]
        assert len(set(of.values())) == 3
        assert {frozenset({middle, order[0]}), frozenset({middle, order[2]})} <= shown


def test_an_area_alone_is_no_evidence(tmp_path: Path) -> None:
    owner = person(1, name="薛建华", birth_date=date(1954, 3, 2))
    area = str(owner["id18"])[:6] + "*" * 12
    masked = person(2, name="薛建华", id_text=area, id_status="masked", birth_date=date(1954, 1, 1))
    of, _ = together([owner, masked], tmp_path)
    assert of[1] != of[2]


@pytest.mark.parametrize(
    "other",
    [
        {"birth_date": date(1958, 6, 15), "sex": "M"},  # older than the owner of the number by a generation
        {"birth_date": date(1982, 3, 2)},
        {"sex": "F"},
    ],
)
def test_an_adult_under_anothers_number_is_shown_to_a_reviewer(
    tmp_path: Path, other: dict[str, object]
) -> None:
    owner = [person(n, name="李建国", source=f"s{n}", birth_date=BORN, sex="M") for n in (1, 2)]
    of, shown = together([*owner, person(3, name="周若溪", **other)], tmp_path)
    assert of[1] == of[2] != of[3]
    assert any(3 in pair for pair in shown)


def test_a_child_under_a_guardians_number_is_split_off_without_asking(tmp_path: Path) -> None:
    owner = [person(n, name="李建国", source=f"s{n}", birth_date=BORN, sex="M") for n in (1, 2)]
    of, shown = together([*owner, person(3, name="李若溪", birth_date=date(2012, 3, 2))], tmp_path)
    assert of[1] == of[2] != of[3]
    assert not shown


def test_who_bears_anothers_number_goes_to_no_third_person_by_name_and_county(tmp_path: Path) -> None:
    owner = [person(n, name="李建国", source=f"s{n}", birth_date=BORN) for n in (1, 2)]
    third = person(3, name="欧阳若溪", serial="033")
    of = clusters([*owner, third, person(4, name="欧阳若溪")], tmp_path)
    assert of[4] not in (of[1], of[3])


@pytest.mark.parametrize("name", ["尤光輝", "尤光晖", "尤辉光", "尤光?"])
def test_two_numbers_under_one_name_written_otherwise_are_shown(tmp_path: Path, name: str) -> None:
    rows = [person(1, name="尤光辉", **FAMILY), person(2, serial="033", name=name, **FAMILY)]
    of, shown = together(rows, tmp_path)
    assert of[1] != of[2]
    assert shown == {frozenset({1, 2})}


def test_two_numbers_are_shown_where_only_the_rows_agree_on_the_birth_date(tmp_path: Path) -> None:
    rows = [
        person(1, name="尤光辉", birth_date=BORN, **FAMILY),
        person(2, name="尤光辉", born="19810715", serial="033", birth_date=BORN, **FAMILY),
    ]
    of, shown = together(rows, tmp_path)
    assert of[1] != of[2]
    assert shown == {frozenset({1, 2})}


def test_visible_digits_that_hundreds_share_are_not_compared_and_that_is_told(tmp_path: Path) -> None:
    crowd = [
        person(
            n,
            name=f"王{chr(0x4E00 + n)}",
            born=f"1980{1 + n % 12:02}{1 + n % 28:02}",
            serial=f"{n % 1000:03}",
        )
        for n in range(1, 340)
    ]
    year = person(900, name="王若", id_text="9901011980********", id_status="masked", county_code=None)
    report, _ = run(pa.Table.from_pylist([*crowd, year], schema=SCHEMA), tmp_path)
    masked = next(block for block in report.blocks if block.name == "masked")
    assert (masked.dropped_keys, masked.dropped_pairs >= 300) == (1, True)


@pytest.mark.parametrize("other", [{"sex": "M"}, {"birth_date": date(1991, 7, 8)}])
def test_no_third_record_joins_two_who_exclude_each_other_and_were_never_compared(
    tmp_path: Path, other: dict[str, object]
) -> None:
    first = person(1, name="司徒雅琪", serial="022", sex="F", birth_date=BORN, phone="13900000001")
    between = bare(2, name="司徒雅琪", phone="13900000001", household_id="h2", county_code=None)
    last = bare(3, name="司徒雅琪", household_id="h2", county_code="990202", **other)
    of, shown = together([first, between, last], tmp_path)
    assert of[1] == of[2] != of[3]
    assert shown == {frozenset({2, 3})}


def test_the_reviewer_is_told_that_one_thing_speaks_against_a_pair(tmp_path: Path) -> None:
    rows = [
        person(1, name="司徒雅琪", serial="022", birth_date=BORN, **FAMILY),
        bare(2, name="司徒雅琪", birth_date=BORN, sex="M", **FAMILY),
    ]
    _, found = run(pa.Table.from_pylist(rows, schema=SCHEMA), tmp_path)
    assert [pair[4] for pair in found["pairs_review"]] == ["spoken_against"]
