"""Reviewers' decisions apply wherever the records lie, survive nights and backfills, and can be undone."""

from __future__ import annotations

import datetime

import pytest

from matching.decisions import decide, decisions_as_mentions, undo
from matching.errors import MatchingError, MatchingUsageError
from tests.matching.conftest import Home
from tests.matching.fabricate import NIGHT, load, mention, number

WHEN = datetime.datetime(2026, 11, 2, 9, 0)
BORN = datetime.date(1980, 1, 1)
A = {"id18": number(1), "name": "测试甲", "birth_date": BORN}
B = {"id18": number(2), "name": "测试甲", "birth_date": BORN}


def test_same_reaches_the_engine_by_what_the_records_say(home: Home) -> None:
    load(home.con, [mention(1, **A), mention(2, **B)])
    decide(home.con, "mentions", 1, 2, "same", "审核员", WHEN, "户口本已核对")
    home.night([mention(77, **B), mention(66, **A)], [66], [77])
    assert home.engine.decisions == [(66, 77, "same")]
    assert home.report is not None and home.report.decisions_broken == (1,)
    home.night([mention(77, **B), mention(66, **A)], [66, 77])
    assert home.report.decisions_broken == ()


def test_same_ties_every_row_that_says_it(home: Home) -> None:
    load(home.con, [mention(1, **A), mention(2, **B)])
    decide(home.con, "mentions", 1, 2, "same", "审核员", WHEN)
    home.night([mention(k, **A) for k in (5, 6)] + [mention(k, **B) for k in (7, 8)], [5, 6], [7, 8])
    assert home.engine.decisions == [(5, 6, "same"), (5, 7, "same"), (5, 8, "same")]


def test_not_same_names_every_pair_across_and_none_within(home: Home) -> None:
    load(home.con, [mention(1, **A), mention(2, **B)])
    decide(home.con, "mentions", 1, 2, "not_same", "审核员", WHEN)
    home.night([mention(k, **A) for k in (8, 6)] + [mention(7, **B)], [6, 8], [7])
    assert home.engine.decisions == [(6, 7, "not_same"), (8, 7, "not_same")]


def test_a_changed_telephone_leaves_the_decision_in_force(home: Home) -> None:
    load(home.con, [mention(1, phone="13900000001", **A), mention(2, **B)])
    decide(home.con, "mentions", 1, 2, "same", "审核员", WHEN)
    home.night([mention(1, phone="13900000009", **A), mention(2, **B)], [1], [2])
    assert home.engine.decisions == [(1, 2, "same")]


def test_a_head_of_household_who_is_head_no_more_leaves_the_decision_in_force(home: Home) -> None:
    head = {"id18": number(1), "name": "测试甲", "role": "head", "household_id": "H1"}
    load(home.con, [mention(1, **head), mention(2, **B)])
    decide(home.con, "mentions", 1, 2, "same", "审核员", WHEN)
    home.night([mention(5, **A), mention(2, **B)], [5], [2])
    assert home.engine.decisions == [(5, 2, "same")]
    home.night([mention(5, **A), mention(6, id18=number(1), name="测试乙"), mention(2, **B)], [5], [6], [2])
    assert home.engine.decisions == [(5, 2, "same")]


def test_records_on_one_number_and_name_are_told_apart_by_all_they_say(home: Home) -> None:
    younger = A | {"birth_date": datetime.date(2005, 1, 1)}
    load(home.con, [mention(1, **A), mention(2, **younger)])
    decide(home.con, "mentions", 1, 2, "not_same", "审核员", WHEN)
    home.night([mention(1, **A), mention(3, id18=number(1), name="测试甲")], [1], [3])
    assert home.engine.decisions == []


def test_a_record_that_says_too_little_is_found_by_its_whole_content_only(home: Home) -> None:
    little = {"name": "测试乙", "county_code": "420102"}
    load(home.con, [mention(1, **little), mention(2, **A)])
    decide(home.con, "mentions", 1, 2, "same", "审核员", WHEN)
    home.night([mention(1, **little), mention(2, **A)], [1], [2])
    assert home.engine.decisions == [(1, 2, "same")]
    home.night([mention(1, name="测试乙", county_code="420103"), mention(2, **A)], [1], [2])
    assert home.engine.decisions == []


def test_undone_and_superseded_decisions_no_longer_apply_but_are_kept(home: Home) -> None:
    load(home.con, [mention(1, **A), mention(2, **B)])
    first = decide(home.con, "mentions", 1, 2, "same", "审核员", WHEN)
    second = decide(home.con, "mentions", 2, 1, "not_same", "复核员", WHEN)
    home.night([mention(1, **A), mention(2, **B)], [1], [2])
    assert home.engine.decisions == [(2, 1, "not_same")]
    undo(home.con, second, "复核员", WHEN, "误操作")
    home.night([mention(1, **A), mention(2, **B)], [1], [2])
    assert home.engine.decisions == []
    kept = home.con.execute("SELECT decision_id, undone_by FROM ledger.review_decision ORDER BY 1").fetchall()
    assert kept == [(first, "复核员"), (second, "复核员")]
    with pytest.raises(MatchingError, match="no such decision in force"):
        undo(home.con, second, "复核员", WHEN)


def test_decisions_outlive_a_backfill_and_explain_the_merge(home: Home) -> None:
    rows = [mention(1, **A), mention(2, **B)]
    home.night(rows, [1], [2])
    decide(home.con, "mentions", 1, 2, "same", "审核员", WHEN)
    home.night(rows, [1, 2], as_of=NIGHT + datetime.timedelta(days=1))
    reasons = home.con.execute("SELECT kind, reason FROM ledger.identity_event").fetchall()
    assert reasons == [("merge", "reviewer: same")]
    home.night(rows, [1], [2])
    assert home.engine.decisions == [(1, 2, "same")]


def test_a_decision_against_earlier_ones_is_refused(home: Home) -> None:
    c = {"id18": number(3), "name": "测试甲", "birth_date": BORN}
    rows = [mention(1, **A), mention(2, **B), mention(3, **c), mention(4, source="yb_enrolment", **A)]
    load(home.con, rows)
    decide(home.con, "mentions", 1, 2, "same", "审核员", WHEN)
    second = decide(home.con, "mentions", 2, 3, "same", "审核员", WHEN)
    with pytest.raises(MatchingError, match=r"decision 1, 2"):
        decide(home.con, "mentions", 4, 3, "not_same", "审核员", WHEN)
    undo(home.con, second, "审核员", WHEN)
    third = decide(home.con, "mentions", 4, 3, "not_same", "审核员", WHEN)
    with pytest.raises(MatchingError, match=rf"decision {third}\)"):
        decide(home.con, "mentions", 3, 2, "same", "审核员", WHEN)
    assert decide(home.con, "mentions", 3, 4, "same", "审核员", WHEN) > third


def test_the_decision_that_is_replaced_hides_no_contradiction(home: Home) -> None:
    c = {"id18": number(3), "name": "测试甲", "birth_date": BORN}
    load(home.con, [mention(1, **A), mention(2, **B), mention(3, **c)])
    for one, other in ((1, 2), (2, 3), (1, 3)):
        decide(home.con, "mentions", one, other, "same", "审核员", WHEN)
    with pytest.raises(MatchingError, match=r"decision 1, 2\)"):
        decide(home.con, "mentions", 1, 3, "not_same", "复核员", WHEN)


def test_pairs_decided_apart_leave_the_review_list(home: Home) -> None:
    rows = [mention(1, **A), mention(2, **B), mention(3, source="yb_enrolment", **B)]
    home.engine.pairs = [(1, 3, 9.0, "{}", "two_numbers"), (2, 1, 12.0, "{}", "two_numbers")]
    first = home.night(rows, [1], [2, 3])
    assert home.rows("review", "mention_a, mention_b, score") in (
        [(1, 2, 12.0)] if first[1] < first[2] else [(2, 1, 12.0)],
    )
    decide(home.con, "mentions", 1, 2, "not_same", "审核员", WHEN)
    home.night(rows, [1], [2, 3])
    assert home.rows("review") == []


def test_bad_decisions_are_refused(home: Home) -> None:
    load(home.con, [mention(1, **A), mention(2, **A), mention(3, **B)])
    with pytest.raises(MatchingError, match="expected one of"):
        decide(home.con, "mentions", 1, 3, "maybe", "审核员", WHEN)
    with pytest.raises(MatchingUsageError, match="name of the person"):
        decide(home.con, "mentions", 1, 3, "same", " ", WHEN)
    with pytest.raises(MatchingError, match="not among"):
        decide(home.con, "mentions", 1, 9, "same", "审核员", WHEN)
    with pytest.raises(MatchingError, match="exactly the same"):
        decide(home.con, "mentions", 1, 2, "same", "审核员", WHEN)
    assert home.con.execute("SELECT count(*) FROM ledger.review_decision").fetchone() == (0,)


def test_nights_run_again_go_by_what_was_decided_by_then(home: Home) -> None:
    first, second, third = (datetime.date(2026, 11, day) for day in (1, 2, 3))
    load(home.con, [mention(1, **A), mention(2, **B)])
    decision = decide(home.con, "mentions", 1, 2, "same", "审核员", WHEN, night=second)
    undo(home.con, decision, "审核员", WHEN, night=third)

    def counts(on: datetime.date | None) -> bool:
        decisions_as_mentions(home.con, "mentions", "ledger", on)
        return bool(home.con.execute("FROM night_decision").fetchall())

    assert [counts(day) for day in (first, second, third, None)] == [False, True, False, False]


def test_a_ledger_that_keeps_no_nights_of_decisions_yet_is_read_all_the_same(home: Home) -> None:
    load(home.con, [mention(1, **A), mention(2, **B)])
    decision = decide(home.con, "mentions", 1, 2, "same", "审核员", WHEN)
    home.con.execute("ALTER TABLE ledger.review_decision DROP counts_from")
    home.con.execute("ALTER TABLE ledger.review_decision DROP undone_from")
    decisions_as_mentions(home.con, "mentions", "ledger", datetime.date(2026, 11, 1))
    assert home.con.execute("SELECT decision_id FROM night_decision").fetchall() == [(decision,)]
