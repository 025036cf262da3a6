"""Great Expectations: green when all is well, red when not, naming nobody; it dies with its parent."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from data_contracts import ValidationError
from data_contracts.suites import fewest_rows
from data_contracts.validation import ToValidate, start_validation

SECRET = "欧阳建国"


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory, con, contracts):
    """One process validates a good batch and one batch for every way of being bad."""
    from tests.data_contracts.conftest import Checker

    folder = tmp_path_factory.mktemp("validation")
    checker = Checker(con, contracts, folder)
    card = {
        "card_no": "00000019000101000931",
        "type": "3",
        "level": "1",
        "issued_on": "2020-01-01",
        "status": "valid",
    }
    member = {
        "household_id": "H",
        "member_no": "1",
        "relation": "head",
        "covered": "Y",
        "self_care_failed": "2",
    }
    rows = [
        card | {"name": SECRET, "card_no": f"0000001900010100093{i}", "birth_date": "1900-01-01"}
        for i in range(5)
    ]
    good = checker("cl_card", rows).checked.accepted
    members = [member | {"name": SECRET, "member_no": str(i)} for i in range(5)]
    other = checker("mz_member", members).checked.accepted
    help_given = [
        {"aid_id": str(i), "term": "2025-2026-1", "amount": "500", "name": SECRET} for i in range(5)
    ]
    aid = checker("jy_aid", help_given).checked.accepted
    of = {good: "cl_card", other: "mz_member", aid: "jy_aid"}

    def spoilt(path: Path, change: str) -> Path:
        target = folder / f"{len(list(folder.iterdir()))}.parquet"
        con.execute(f"COPY (SELECT * {change} FROM read_parquet('{path}')) TO '{target}'")
        return target

    bad = {
        "code": (good, "REPLACE (CASE WHEN row_key % 2 = 0 THEN '9' ELSE type END AS type)"),
        "null": (good, "REPLACE (CAST(NULL AS DATE) AS issued_on)"),
        "key": (good, f"REPLACE ('{SECRET}' AS card_no)"),
        "cross": (good, "REPLACE (DATE '1999-01-01' AS expires_on)"),
        "range": (good, "REPLACE (DATE '2999-01-01' AS issued_on)"),
        "birth": (good, "REPLACE (DATE '2999-01-01' AS birth_date)"),
        "column": (good, "EXCLUDE (phone)"),
        "compound": (other, "REPLACE ('7' AS member_no)"),
        "term": (aid, "REPLACE ('2025-1' AS term)"),
        "number": (other, "REPLACE (7 AS self_care_failed)"),
    }
    items = {
        "good": ToValidate("cl_card", date(2026, 1, 1), (good,)),
        "good_too": ToValidate("mz_member", date(2026, 1, 1), (other,)),
    }
    for i, (name, (path, change)) in enumerate(bad.items(), start=1):
        items[name] = ToValidate(of[path], date(2026, 2, i), (spoilt(path, change),))
    items["good_again"] = ToValidate(
        "jy_aid",
        date(2026, 1, 2),
        (aid, spoilt(aid, "REPLACE (DATE '2026-01-02' AS batch, row_key + 1000 AS row_key)")),
    )
    items["fall"] = ToValidate("cl_card", date(2026, 3, 1), (good,), previous_rows=100)
    with start_validation(list(items.values()), folder / "docs", folder / "work") as validation:
        found = validation.result(timeout=240)
    assert not validation.running()
    return dict(zip(items, found, strict=True)), folder


def test_green_when_all_is_well(verdicts):
    for name in ("good", "good_too", "good_again"):
        assert verdicts[0][name].success, verdicts[0][name].failed
        assert verdicts[0][name].evaluated >= 10


@pytest.mark.parametrize(
    ("name", "expectation", "column", "unexpected"),
    [
        ("code", "expect_column_values_to_be_in_set", "type", None),
        ("null", "expect_column_values_to_not_be_null", "issued_on", 5),
        ("key", "expect_compound_columns_to_be_unique", "card_no", 5),
        ("cross", "unexpected_rows_expectation", None, 5),
        ("range", "unexpected_rows_expectation", None, 5),
        ("birth", "unexpected_rows_expectation", None, 5),
        ("column", "expect_table_columns_to_match_ordered_list", None, None),
        ("compound", "expect_compound_columns_to_be_unique", "household_id", 5),
        ("term", "unexpected_rows_expectation", None, 5),
        ("number", "expect_column_values_to_be_between", "self_care_failed", 5),
        ("fall", "expect_table_row_count_to_be_between", None, 5),
    ],
)
def test_red_when_an_expectation_is_violated(verdicts, name, expectation, column, unexpected):
    verdict = verdicts[0][name]
    assert not verdict.success
    found = [f for f in verdict.failed if f["expectation"] == expectation]
    assert found, verdict.failed
    assert column is None or column in found[0]["columns"]
    assert unexpected is None or found[0]["unexpected"] == unexpected
    assert verdict.sentence
    assert verdict.critical == (expectation != "unexpected_rows_expectation")


def test_pages_are_written_and_name_nobody(verdicts):
    docs = verdicts[1] / "docs"
    pages = [p.read_text(encoding="utf-8") for p in docs.rglob("*.html")]
    assert (docs / "index.html").is_file() and len(pages) > 12
    assert not any(SECRET in page or "00000019000101000931" in page for page in pages)
    assert any("残疾等级代码" in page for page in pages)


def test_no_result_names_anybody(verdicts):
    for file in (verdicts[1] / "work").iterdir():
        assert SECRET not in file.read_text(encoding="utf-8")


def test_a_failing_process_is_an_error_not_a_green_light(tmp_path):
    unknown = ToValidate("no_such_dataset", date(2026, 1, 1), (tmp_path / "accepted.parquet",))
    validation = start_validation([unknown], tmp_path / "docs", tmp_path / "work")
    with validation, pytest.raises(ValidationError, match="no verdict; its log is"):
        validation.result(timeout=120)


def test_stopped_when_it_takes_too_long(tmp_path):
    validation = start_validation([], tmp_path / "docs", tmp_path / "work")
    with validation, pytest.raises(ValidationError, match="took longer"):
        validation.result(timeout=0.01)
    assert not validation.running()


def test_ends_when_its_parent_is_killed(tmp_path):
    script = (
        "import time, pathlib; from data_contracts.validation import start_validation; "
        f"at = pathlib.Path({str(tmp_path)!r}); v = start_validation([], at / 'd', at / 'w'); "
        "print(v.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    for _ in range(300):
        try:
            state = Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            break
        if state == "Z":
            break
        time.sleep(0.1)
    else:
        pytest.fail("the validation outlived its parent")
    assert not (tmp_path / "w" / "result.json").exists()


@pytest.mark.parametrize(("previous", "bound"), [(None, 1), (10_000, 8_000), (100, 80), (25, 15), (1, 1)])
def test_volume_bound(contracts, previous, bound):
    assert fewest_rows(contracts["cl_card"], previous) == bound
    assert fewest_rows(contracts["cl_subsidy"], previous) == 0
