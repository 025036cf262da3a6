"""Great Expectations beside a night: what it is given, and a validation that comes to no verdict."""

import datetime

import pytest

from data_contracts import ValidationError, validation
from flows import validation as beside
from flows.run import Run
from flows.settings import Settings


@pytest.fixture
def run(tmp_path):
    run = Run(tmp_path, tmp_path, datetime.date(2026, 11, 20), Settings(), "hubei")
    batches = [
        {
            "dataset": "cl_card",
            "batch": batch,
            "delivery": "d",
            "in_force": in_force,
            "accepted": "a.parquet",
            "rows_accepted": rows,
        }
        for batch, in_force, rows in (
            ("2026-09-16", False, 800),
            ("2026-10-16", False, 900),
            ("2026-11-16", True, 500),
        )
    ]
    run.leave("check", {"batches": batches})
    return run


class Ended:
    def result(self):
        raise ValidationError("the validation ended with code 9 and no verdict; its log is x")


@pytest.fixture
def given(monkeypatch):
    """What the validation was given; it ends without a verdict."""
    jobs = []

    def start(items, docs, work, validator=None):
        jobs.extend(items)
        return Ended()

    monkeypatch.setattr(validation, "start_validation", start)
    monkeypatch.setattr(validation, "open_validator", lambda work: None)
    monkeypatch.setattr(beside, "_running", {})
    return jobs


def test_the_volume_is_held_against_the_batch_before(run, given):
    beside.start(run)
    assert [(job.dataset, job.batch, job.previous_rows) for job in given] == [
        ("cl_card", datetime.date(2026, 11, 16), 900)
    ]


def test_no_verdict_is_a_matter_for_a_person_and_stops_no_night(run, given):
    beside.start(run)
    assert beside.collect(run).detail == "no verdict"
    (failure,) = run.left("validate")["failures"]
    assert "ended with code 9" in failure["message"]
    beside.start(run)
    assert len(given) == 2
