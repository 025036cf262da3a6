"""Great Expectations beside the run: given its work after the check, collected before publication.

It runs in a process of its own, which ends when this one does, and gets ready while new batches are landed: importing
Great Expectations takes seconds. Its verdict never changes what is published; a failed expectation is a matter for a person,
and so is a validation that came to no verdict.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from flows.run import Run, StepResult, code_version, digest

_running: dict[str, Any] = {}
_starting = Lock()


def get_ready(run: Run) -> None:
    """Start the process, which has nothing to validate yet; once a run."""
    from data_contracts.validation import open_validator

    with _starting:
        if run.settings.validate and "process" not in _running:
            _running["process"] = open_validator(run.work / "validation")


def start(run: Run) -> StepResult:
    """Start validating the batches in force; reuses the verdict when the same batches were validated by the same code."""
    if not run.settings.validate:
        run.leave("validate", {"failures": [], "skipped": True})
        return StepResult(0, detail="switched off in doudi.toml")
    from data_contracts.validation import ToValidate, start_validation

    checked = run.left("check")["batches"]
    batches = [b for b in checked if b["in_force"]]
    key = digest([(b["dataset"], b["batch"], b["delivery"]) for b in checked], code_version("data_contracts"))
    if run.left("validate").get("key") == key:
        return StepResult(len(batches), reused=True, detail="verdict of the same batches")
    jobs = []
    for dataset in sorted({b["dataset"] for b in batches}):
        mine = [b for b in batches if b["dataset"] == dataset]
        newest = max(b["batch"] for b in mine)
        before = [b for b in checked if b["dataset"] == dataset and b["batch"] < newest]
        previous = max(before, key=lambda b: str(b["batch"]))["rows_accepted"] if before else None
        files = tuple(Path(b["accepted"]) for b in mine)
        jobs.append(ToValidate(dataset, date.fromisoformat(newest), files, previous))
    run.report_dir.mkdir(parents=True, exist_ok=True)
    get_ready(run)
    _running["handle"] = start_validation(
        jobs, run.report_dir / "data-docs", run.work / "validation", validator=_running["process"]
    )
    _running["key"] = key
    return StepResult(len(batches), detail=f"{len(jobs)} datasets, in a process of its own")


def collect(run: Run) -> StepResult:
    """Wait for the verdict and leave the failures as matters for a person."""
    handle = _running.pop("handle", None)
    if handle is None:
        left = run.left("validate")
        failures, warnings = left.get("failures", []), left.get("warnings", [])
        return StepResult(len(failures), reused=True, detail=_summary(failures, warnings))
    from data_contracts import ValidationError

    run.reporter.detail("waiting for Great Expectations")
    failures, warnings = [], []
    try:
        verdicts = handle.result()
    except ValidationError as error:
        _running.pop("key", None)
        failure = {"subject": "Great Expectations", "message": f"{error}; the next night validates again"}
        run.leave("validate", {"failures": [failure], "warnings": []})
        return StepResult(1, detail="no verdict")
    for verdict in verdicts:
        if not verdict.success:
            told = failures if verdict.critical else warnings
            told.append({"subject": f"{verdict.dataset}/{verdict.batch}", "message": verdict.sentence})
    run.leave("validate", {"key": _running.pop("key"), "failures": failures, "warnings": warnings})
    return StepResult(len(failures), detail=_summary(failures, warnings))


def _summary(failures: list[Any], warnings: list[Any]) -> str:
    if not failures and not warnings:
        return "every expectation held"
    return f"{len(failures)} datasets failed, {len(warnings)} with warnings; see the Data Docs"


def stop() -> None:
    """End a process that is still there, as when the run was interrupted or there was nothing to validate."""
    _running.pop("handle", None)
    process = _running.pop("process", None)
    if process is not None:
        process.kill()
        process.wait()
        process.stdin.close()
