"""Which batches count on a night: newest, the one before, the one in force 31 days earlier, repeats."""

from datetime import date

import pytest


def content(rows: int) -> str:
    return "visit_id,name\n" + "".join(f"{i},x\n" for i in range(rows))


def marks(report):
    return {
        str(x.batch): "".join(
            flag for flag, on in (("F", x.in_force), ("P", x.previous), ("L", x.lookback)) if on
        )
        for x in report.landed
    }


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2026-03-31"], {"2026-03-31": "F"}),
        (["2026-03-30", "2026-03-31", "2026-04-01"], {"2026-03-30": "P", "2026-03-31": "F"}),
        (
            ["2026-01-01", "2026-02-28", "2026-03-01", "2026-03-15", "2026-03-20"],
            {"2026-02-28": "L", "2026-03-15": "P", "2026-03-20": "F"},
        ),
        (["2026-01-01", "2026-01-15"], {"2026-01-01": "P", "2026-01-15": "FL"}),
        (["2026-01-01", "2026-02-20", "2026-03-20"], {"2026-02-20": "PL", "2026-03-20": "F"}),
    ],
)
def test_snapshot_lands_only_what_the_night_needs(place, dates, expected):
    for on in dates:
        place.put(content(2), on=on)
    assert marks(place.land()) == expected


def test_append_lands_everything_up_to_the_date(place):
    for on in ("2026-01-01", "2026-02-01", "2026-03-15", "2026-04-01"):
        place.put(content(1), on=on, dataset="events")
    assert marks(place.land()) == {"2026-01-01": "FL", "2026-02-01": "FPL", "2026-03-15": "F"}


def test_an_append_batch_may_be_empty(place):
    place.put(content(0), dataset="events")
    report = place.land()
    assert (report.landed[0].rows, report.refused, report.absent) == (0, (), ("visits",))


def test_nothing_is_read_again(place):
    place.put(content(2))
    first, second = place.land(), place.land()
    assert (first.landed[0].reused, second.landed[0].reused) == (False, True)
    assert first.landed[0].delivery == second.landed[0].delivery


def test_a_date_delivered_again_replaces_the_earlier_delivery_and_both_are_kept(place):
    place.put(content(2))
    first = place.land().landed[0]
    place.put(content(3))
    second = place.land().landed[0]
    assert (first.rows, second.rows) == (2, 3)
    assert first.path.exists() and second.path.exists()
    place.put(content(2))
    assert place.land().landed[0].delivery == first.delivery
    (place.inbox / "visits" / "2026-03-01" / "a.csv").unlink()
    assert place.land().landed[0].delivery == first.delivery


def test_a_refused_delivery_of_the_same_date_leaves_the_earlier_one(place):
    place.put(content(2))
    first = place.land().landed[0]
    place.put("visit_id\n1\n")
    report = place.land()
    assert (report.landed[0].delivery, report.landed[0].from_inbox) == (first.delivery, False)
    assert len(report.refused) == 1


def test_a_batch_gone_from_the_inbox_still_counts(place):
    place.put(content(2), on="2026-03-01")
    place.put(content(3), on="2026-03-02")
    place.land()
    for file in (place.inbox / "visits" / "2026-03-02").iterdir():
        file.unlink()
    (place.inbox / "visits" / "2026-03-02").rmdir()
    assert marks(place.land()) == {"2026-03-01": "P", "2026-03-02": "F"}


def test_an_earlier_night_sees_what_was_there_then(place):
    for on in ("2026-02-01", "2026-03-01"):
        place.put(content(2), on=on)
    assert marks(place.land(date(2026, 2, 15))) == {"2026-02-01": "F"}


def test_delivery_depends_on_names_and_contents_only(place, tmp_path):
    place.put(content(2), "a.csv")
    place.put(content(1), "b.csv")
    first = place.land().landed[0].delivery
    for file in (place.inbox / "visits" / "2026-03-01").iterdir():
        file.touch()
    assert place.land().landed[0].delivery == first
    place.put(content(2), "b.csv")
    place.put(content(1), "a.csv")
    assert place.land().landed[0].delivery != first
