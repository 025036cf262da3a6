"""Explanations add up, speak both languages, and show nobody's name or number unless asked."""

from __future__ import annotations

import datetime

import pytest

from matching.errors import MatchingError
from matching.explain import explain_link, explain_person
from tests.matching.conftest import Home
from tests.matching.fabricate import mention, number


@pytest.fixture
def explained(home: Home) -> Home:
    """A person of two records, the second linked by its name, and an open pair with another person."""
    rows = [
        mention(1, id18=number(1), name="测试甲", phone="13900000001", birth_date=datetime.date(1980, 1, 1)),
        mention(2, name="测试贾", phone="13900000001", source="yb_enrolment"),
        mention(3, name="测试乙", source="wj_illness"),
        mention(4, role="lead", name="测试丁", source="rx_ticket"),
    ]
    home.engine.edge(2, 1, score=15.5)
    home.engine.pairs = [(3, 1, 4.0, "[]", "weak")]
    home.engine.outdone = [(2, 3, 1.5, "[]", "outdone")]
    home.engine.issues = [("number_failed", 2, 1, "999999********0019")]
    home.night(rows, [1, 2], [3])
    return home


def test_a_link_shows_its_waterfall(explained: Home) -> None:
    told = explain_link(explained.con, "mentions", explained.out, 2, "zh")
    (pair,) = told.links
    assert [step.sentence for step in pair.steps][1] == "姓名同音"
    assert pair.steps[-1].running == pytest.approx(pair.score)
    assert sum(step.bits for step in pair.steps) == pytest.approx(pair.score)
    english = explain_link(explained.con, "mentions", explained.out, 2, "en")
    assert english.links[0].steps[1].sentence == "name sounds the same"


def test_who_else_a_linked_record_might_have_been_is_told(explained: Home) -> None:
    told = explain_link(explained.con, "mentions", explained.out, 2, "en")
    verdicts = ["the evidence is weak", "fits too, but less well than the one chosen"]
    assert [pair.verdict for pair in told.considered] == verdicts
    assert (told.considered[1].record_b["mention"], told.considered[1].score) == (3, 1.5)
    about = explain_person(explained.con, "mentions", explained.out, person(explained))
    assert about.considered[-1].verdict == "也有几分相符，但不如所选者"
    (explained.out / "outdone.parquet").unlink()
    assert len(explain_link(explained.con, "mentions", explained.out, 2).considered) == 1


def test_names_and_numbers_are_masked_unless_asked(explained: Home) -> None:
    masked = str(explain_link(explained.con, "mentions", explained.out, 2))
    masked += str(explain_person(explained.con, "mentions", explained.out, person(explained)))
    for secret in (number(1), "测试甲", "13900000001", "1980-01-01"):
        assert secret not in masked
    shown = str(explain_person(explained.con, "mentions", explained.out, person(explained), unmask=True))
    for secret in (number(1), "测试甲", "13900000001", "1980-01-01"):
        assert secret in shown


def person(home: Home) -> int:
    """The person of the first record."""
    return int(str(dict(home.rows("links", "mention, person_id"))[1]))


def test_a_person_shows_records_links_doubts_and_issues(explained: Home) -> None:
    told = explain_person(explained.con, "mentions", explained.out, person(explained))
    assert [record["mention"] for record in told.records] == [1, 2]
    assert [pair.record_a["mention"] for pair in told.links] == [2]
    assert {told.considered[0].record_a["mention"], told.considered[0].record_b["mention"]} == {1, 3}
    assert told.considered[0].verdict == "依据不足"
    assert told.issues == [{"kind": "number_failed", "mention": 2, "detail": "999999********0019"}]


def test_unknown_records_and_people_are_told_so(explained: Home) -> None:
    with pytest.raises(MatchingError, match="not among tonight's"):
        explain_link(explained.con, "mentions", explained.out, 99)
    with pytest.raises(MatchingError, match="has no person"):
        explain_link(explained.con, "mentions", explained.out, 4)
    with pytest.raises(MatchingError, match="nobody has this id"):
        explain_person(explained.con, "mentions", explained.out, 99)
    with pytest.raises(MatchingError, match="expected one of zh, en"):
        explain_link(explained.con, "mentions", explained.out, 2, "fr")
