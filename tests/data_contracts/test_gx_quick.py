"""Great Expectations made quick says what it says by itself, and nothing that suites use is left out."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from data_contracts.gx_imports import OTHER_SOURCES, SOURCES, USED_EXPECTATIONS, is_left_out
from data_contracts.validation import ToValidate, start_validation

BY_ITSELF = """
import json, sys, pathlib
from data_contracts.validate import run_job
job = json.loads(pathlib.Path(sys.argv[1]).read_text())
job["docs"] = sys.argv[2]
print(json.dumps(run_job(job), ensure_ascii=False))
"""


@pytest.fixture(scope="module")
def batches(tmp_path_factory, con, contracts):
    """A batch in which all is well, one with dirt and one that lacks a column which is checked."""
    from tests.data_contracts.conftest import Checker

    folder = tmp_path_factory.mktemp("quick")
    card = {"type": "3", "level": "1", "issued_on": "2020-01-01", "status": "valid", "name": "欧阳建国"}
    rows = [card | {"card_no": f"0000001900010100093{i}", "birth_date": "1900-01-01"} for i in range(5)]
    good = Checker(con, contracts, folder)("cl_card", rows).checked.accepted
    changes = {
        "dirt": "REPLACE (CASE WHEN row_key % 2 = 0 THEN '9' ELSE type END AS type,"
        " DATE '2999-01-01' AS issued_on, '1' AS card_no, CAST(NULL AS VARCHAR) AS status)",
        "lacks": "EXCLUDE (status)",
    }
    paths = [good]
    for name, change in changes.items():
        paths.append(folder / f"{name}.parquet")
        con.execute(f"COPY (SELECT * {change} FROM read_parquet('{good}')) TO '{paths[-1]}'")
    return [ToValidate("cl_card", date(2026, 1, i), (path,)) for i, path in enumerate(paths, start=1)]


def told(docs: Path) -> dict[str, str]:
    """The pages less what is another in every run: times, identifiers, and where in the code an error was raised."""
    times = r"\d{8}T\d{6}\.\d{6}Z"
    other = [times, r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*( UTC)?", r"_run_time_sort\W+[\d.]+"]
    other += [r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", r"Traceback \(most recent.*"]
    pages = {}
    for page in docs.rglob("*.html"):
        name = re.sub(times, "", str(page.relative_to(docs)))
        pages[name] = re.sub("|".join(other), "", page.read_text(encoding="utf-8"))
    return pages


@pytest.mark.slow
def test_the_same_verdicts_and_pages_as_great_expectations_by_itself(batches, tmp_path):
    work = tmp_path / "work"
    with start_validation(batches, tmp_path / "docs", work) as validation:
        verdicts = validation.result(timeout=240)
    assert [v.success for v in verdicts] == [True, False, False]
    assert [any(f["raised"] for f in v.failed) for v in verdicts] == [False, False, True]

    arguments = [sys.executable, "-c", BY_ITSELF, str(work / "job.json"), str(tmp_path / "slow")]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=240)
    quick = json.loads((work / "result.json").read_text(encoding="utf-8"))
    assert quick == json.loads(done.stdout.splitlines()[-1])
    pages = told(tmp_path / "docs")
    assert pages == told(tmp_path / "slow")
    assert sum(name.startswith("validations/") for name in pages) == len(batches)


def test_suites_use_all_that_is_kept_and_what_is_left_out_cannot_be_used():
    """In a process of its own: that of the tests may have imported Great Expectations as it is."""
    script = """
import json
from data_contracts.gx_imports import spare_imports
spare_imports()
from data_contracts.reading import load_contracts
from data_contracts.suites import expectations
made = [e for contract in load_contracts().values() for e in expectations(contract, 100)]
print(json.dumps(sorted({type(e).__module__.rsplit(".", 1)[1] for e in made})))
import great_expectations.expectations as gxe
try:
    gxe.ExpectColumnMeanToBeBetween(column="amount", max_value=1)
except NotImplementedError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    used, refusal = done.stdout.splitlines()
    assert json.loads(used) == sorted(USED_EXPECTATIONS)
    assert "ExpectColumnMeanToBeBetween is left out of the validation" in refusal


@pytest.mark.parametrize(
    "kept", ["sql_datasource", "interfaces", "batch_request", "sources", "data_connector"]
)
def test_the_datasource_of_sql_stays(kept):
    assert not is_left_out(SOURCES + kept)
    assert is_left_out(SOURCES + OTHER_SOURCES[0] + "_datasource")
    assert not is_left_out("great_expectations.expectations.core")
    assert not is_left_out("pandas")
