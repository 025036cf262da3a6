"""The same human keeps the same id, over batches, changed numbers, merges, splits and dates run again."""

from __future__ import annotations

import datetime
import random

from tests.matching.conftest import Home
from tests.matching.fabricate import NIGHT, mention, number

DAY = datetime.timedelta(days=1)


def person(key: int, serial: int, **columns: object) -> dict[str, object]:
    return mention(key, id18=number(serial), name=f"测试{serial}", **columns)


def test_ids_count_from_one_and_survive_new_row_keys(home: Home) -> None:
    first = home.night([person(1, 1), person(2, 1, source="yb_enrolment"), person(3, 2)], [1, 2], [3])
    assert sorted(set(first.values())) == [1, 2]
    moved = home.night(
        [person(90, 2), person(80, 1), person(70, 1, source="yb_enrolment")],
        [80, 70],
        [90],
        as_of=NIGHT + DAY,
    )
    assert (moved[80], moved[70], moved[90]) == (first[1], first[1], first[3])
    assert home.report.identity.new_people == 0


def test_first_ids_do_not_depend_on_row_keys_or_order(home: Home) -> None:
    rows = [person(key, key) for key in range(1, 40)]
    first = home.night(rows, *[[key] for key in range(1, 40)], commit=False)
    shift = {key: 1000 - key for key in range(1, 40)}
    again = [person(shift[key], key) for key in range(1, 40)]
    random.Random(3).shuffle(again)
    second = home.night(again, *[[shift[key]] for key in range(1, 40)], commit=False)
    assert {key: second[shift[key]] for key in first} == first


def test_a_changed_number_keeps_the_id(home: Home) -> None:
    row = {"name": "测试甲", "birth_date": datetime.date(1980, 1, 1), "household_id": "H1"}
    first = home.night([mention(1, id18=number(1), **row), person(2, 9)], [1], [2])
    second = home.night([mention(1, id18=number(2), **row), person(2, 9)], [1], [2], as_of=NIGHT + DAY)
    assert second == first


def test_a_changed_telephone_and_county_keep_the_id(home: Home) -> None:
    first = home.night([person(1, 1, phone="13900000001", county_code="420102")], [1])
    second = home.night([person(1, 1, phone="13900000002", county_code="420103")], [1], as_of=NIGHT + DAY)
    assert second == first


def test_a_child_does_not_take_over_the_guardian_whose_number_it_bears(home: Home) -> None:
    first = home.night([person(1, 1)], [1])
    child = mention(
        5, id18=number(1), name="测试小", birth_date=datetime.date(2015, 3, 1), source="jy_student"
    )
    second = home.night([child], [5], as_of=NIGHT + DAY)
    assert second[5] != first[1]


def test_a_namesake_by_surname_does_not_take_over_the_id(home: Home) -> None:
    first = home.night([mention(1, name="测甲", phone="13900000001")], [1])
    second = home.night([mention(1, name="测乙", phone="13900000002")], [1], as_of=NIGHT + DAY)
    assert second[1] != first[1]


def test_a_child_under_the_guardians_number_keeps_its_id_when_the_telephone_changes(home: Home) -> None:
    child = {
        "id18": number(1),
        "name": "测试小",
        "birth_date": datetime.date(2015, 3, 1),
        "county_code": "420102",
    }
    first = home.night([person(1, 1), mention(2, phone="13900000001", **child)], [1], [2])
    second = home.night([person(1, 1), mention(2, phone="13900000002", **child)], [1], [2], as_of=NIGHT + DAY)
    assert second == first


def test_a_failed_number_with_the_name_keeps_the_id(home: Home) -> None:
    row = {"name": "测试甲", "id_text": "99999919800101001", "id_status": "failed"}
    first = home.night([mention(1, phone="13900000001", **row)], [1])
    assert home.night([mention(1, phone="13900000002", **row)], [1], as_of=NIGHT + DAY) == first


def test_merge_keeps_the_person_with_more_records_and_is_recorded(home: Home) -> None:
    rows = [person(1, 1), person(2, 1, source="yb_enrolment"), person(3, 2)]
    first = home.night(rows, [1, 2], [3])
    merged = home.night(rows, [1, 2, 3], as_of=NIGHT + DAY)
    assert set(merged.values()) == {first[1]}
    assert home.events() == [("merge", first[3], first[1], 1)]
    assert home.report.identity.merges == 1


def test_split_gives_a_new_id_and_an_undone_merge_the_old_one(home: Home) -> None:
    rows = [person(1, 1), person(2, 1, source="yb_enrolment"), person(3, 2)]
    first = home.night(rows, [1, 2], [3])
    home.night(rows, [1, 2, 3], as_of=NIGHT + DAY)
    again = home.night(rows, [1, 2], [3], as_of=NIGHT + 2 * DAY)
    assert again == first
    split = home.night(rows, [1], [2], [3], as_of=NIGHT + 3 * DAY)
    assert (split[1] == first[1]) != (split[2] == first[1])
    assert {split[1], split[2]} - {first[1]} == {3}
    assert [event[0] for event in home.events()].count("split") == 1


def test_a_merge_is_recorded_though_the_rows_say_something_else_that_night(home: Home) -> None:
    rows = [person(1, 1), person(2, 1, source="yb_enrolment")]
    first = home.night([*rows, person(3, 2, phone="13900000001")], [1, 2], [3])
    home.night([*rows, person(3, 2, phone="13900000002")], [1, 2, 3], as_of=NIGHT + DAY)
    assert home.events() == [("merge", first[3], first[1], 0)]


def test_a_number_that_is_typed_for_another_merges_nobody(home: Home) -> None:
    first = home.night([person(1, 1), person(2, 2)], [1], [2])
    home.night(
        [person(1, 1), person(2, 2), person(3, 2, phone="13900000002")], [1, 3], [2], as_of=NIGHT + DAY
    )
    assert home.events() == [] and len(first) == 2


def test_an_undone_merge_gives_each_their_own_id_whoever_says_more_by_then(home: Home) -> None:
    rows = [person(1, 1), person(2, 1, source="yb_enrolment"), person(3, 2)]
    first = home.night(rows, [1, 2], [3])
    told = [person(key, 2, phone=f"1390000000{key}") for key in (4, 5, 6)]
    everybody, groups = [*rows, *told], ([1, 2], [3, 4, 5, 6])
    home.night(rows, [1, 2, 3], as_of=NIGHT + DAY)
    for day in (2, 4):
        home.night(everybody, [1, 2, 3, 4, 5, 6], as_of=NIGHT + day * DAY)
        apart = home.night(everybody, *groups, as_of=NIGHT + (day + 1) * DAY)
        assert apart == first | {4: first[3], 5: first[3], 6: first[3]}


def test_merges_one_after_the_other_are_undone_to_the_ids_of_each(home: Home) -> None:
    rows = [person(key, 1, source=f"source{key}") for key in (1, 2, 3)] + [person(4, 2), person(5, 3)]
    first = home.night(rows, [1, 2, 3], [4], [5])
    home.night(rows, [1, 2, 3], [4, 5], as_of=NIGHT + DAY)
    home.night(rows, [1, 2, 3, 4, 5], as_of=NIGHT + 2 * DAY)
    told = [person(key, key // 10 - 3, phone=f"139000000{key}") for key in (50, 51, 52, 60, 61, 62, 63, 64)]
    home.night([*rows, *told], [row["mention"] for row in [*rows, *told]], as_of=NIGHT + 3 * DAY)
    groups = [1, 2, 3], [4, 50, 51, 52], [5, 60, 61, 62, 63, 64]
    apart = home.night([*rows, *told], *groups, as_of=NIGHT + 4 * DAY)
    assert [{apart[key] for key in group} for group in groups] == [{first[1]}, {first[4]}, {first[5]}]


def test_who_disappears_gets_the_id_back(home: Home) -> None:
    rows = [person(1, 1), person(2, 2)]
    first = home.night(rows, [1], [2])
    home.night([person(1, 1), person(7, 3)], [1], [7], as_of=NIGHT + DAY)
    back = home.night([person(4, 2), person(1, 1)], [4], [1], as_of=NIGHT + 2 * DAY)
    assert back == {4: first[2], 1: first[1]}


def test_a_date_run_again_changes_nothing_and_backfill_equals_the_nights(home: Home) -> None:
    rows = [person(1, 1), person(2, 1, source="yb_enrolment"), person(3, 2)]
    nights = [(rows, [[1, 2], [3]]), (rows, [[1, 2, 3]]), ([*rows, person(4, 4)], [[1], [2, 3], [4]])]
    for day, (mentions, groups) in enumerate(nights):
        home.night(mentions, *groups, as_of=NIGHT + day * DAY)
    end = home.dump()
    home.night(nights[2][0], *nights[2][1], as_of=NIGHT + 2 * DAY)
    assert home.dump() == end
    for day, (mentions, groups) in enumerate(nights):
        home.night(mentions, *groups, as_of=NIGHT + day * DAY)
    assert home.dump() == end


def test_leads_and_guardians_create_nobody_but_are_linked(home: Home) -> None:
    rows = [
        person(1, 1),
        mention(2, role="guardian", id18=number(1)),
        mention(3, role="lead", name="测试热线"),
    ]
    links = home.night(rows, [1, 2], [3])
    assert links == {1: 1, 2: 1}


def test_five_percent_of_rows_changed_keeps_ids(home: Home) -> None:
    dice = random.Random(11)
    people = range(1, 201)
    rows = [
        person(2 * p + s, p, source=f"source{s}", phone=f"1390000{p:04d}") for p in people for s in (0, 1)
    ]
    first = home.night(rows, *[[2 * p, 2 * p + 1] for p in people])
    changed = [row | ({"phone": None, "sex": "F"} if dice.random() < 0.05 else {}) for row in rows]
    second = home.night(changed, *[[2 * p, 2 * p + 1] for p in people], as_of=NIGHT + DAY)
    assert second == first
    assert not home.events()


def test_a_date_run_again_with_other_rows_keeps_ids_and_reuses_none(home: Home) -> None:
    many = [person(i, i) for i in range(1, 8)]
    first = home.night(many, *[[i] for i in range(1, 8)])
    fewer = [row for row in many if row is not many[3]]
    groups = [[i] for i in range(1, 8) if i != 4]
    again = home.night([*fewer, person(9, 9)], *groups, [9])
    assert {m: again[m] for m in again if m != 9} == {m: first[m] for m in first if m != 4}
    assert again[9] > max(first.values())
    assert home.night(many, *[[i] for i in range(1, 8)], as_of=NIGHT + DAY)[4] not in set(again.values())
