"""Starts the validation as a process of its own, beside the other steps, and fetches its verdicts.

In: accepted Parquet of batches.  Out: a :class:`Validation` handle whose ``result()`` gives :class:`Verdict`
values.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from data_contracts.errors import ValidationError


@dataclass(frozen=True)
class ToValidate:
    """A dataset in force: the Parquet files of its accepted batches, the date of the newest, and how many rows
    the batch before had (None when there was none).
    """

    dataset: str
    batch: date
    paths: tuple[Path, ...]
    previous_rows: int | None = None


@dataclass(frozen=True)
class Verdict:
    """What Great Expectations says of a batch.

    ``failed``: the broken expectations, each {expectation, columns, title, unexpected, rows, critical}; no value
    of any row.
    """

    dataset: str
    batch: date
    success: bool
    evaluated: int
    failed: tuple[dict[str, Any], ...]

    @property
    def critical(self) -> bool:
        """Whether a person must look: structure, keys, codes or volume are not as promised, or a check failed to run."""
        return any(f["critical"] for f in self.failed)

    @property
    def sentence(self) -> str:
        """The failures in one line."""
        parts = []
        for f in self.failed:
            what = ", ".join(f["columns"]) or f["expectation"]
            parts.append(f"{f['title']} ({what}: {f.get('unexpected')})")
        return "; ".join(parts)


class Validation:
    """A running validation.  Use as a context manager, or call ``close()``: the process never outlives its
    owner.
    """

    def __init__(self, process: "subprocess.Popen[str]", result: Path, log: Path) -> None:
        self.process, self.result_file, self.log = process, result, log

    def __enter__(self) -> "Validation":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def running(self) -> bool:
        """Whether it is still at work."""
        return self.process.poll() is None

    def result(self, timeout: float | None = None) -> list[Verdict]:
        """Wait for the verdicts, at most ``timeout`` seconds.  Raises ValidationError when there are none."""
        try:
            code = self.process.wait(timeout)
        except subprocess.TimeoutExpired as error:
            self.close()
            raise ValidationError(
                f"the validation took longer than {timeout:.0f} s and was stopped"
            ) from error
        finally:
            if not self.running():
                self.close()
        if code != 0 or not self.result_file.is_file():
            raise ValidationError(
                f"the validation ended with code {code} and no verdict; its log is {self.log}"
            )
        raw = json.loads(self.result_file.read_text(encoding="utf-8"))
        return [
            Verdict(**(v | {"batch": date.fromisoformat(v["batch"]), "failed": tuple(v["failed"])}))
            for v in raw
        ]

    def close(self) -> None:
        """Stop the process if it runs, and let go of its pipe."""
        if self.running():
            self.process.kill()
        self.process.wait()
        if self.process.stdin:
            self.process.stdin.close()


def open_validator(work: Path) -> "subprocess.Popen[str]":
    """A process of low priority that gets ready to validate; its log goes to ``work``.  It ends when its stdin is
    closed, as when its owner ends.
    """
    work.mkdir(parents=True, exist_ok=True)
    with (work / "validation.log").open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "data_contracts.validate"],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            text=True,
        )


def start_validation(
    items: Sequence[ToValidate],
    docs: Path,
    work: Path,
    validator: "subprocess.Popen[str] | None" = None,
) -> Validation:
    """Start validating ``items`` in a process of low priority.

    ``docs``: folder of the Data Docs (replaced as a whole).  ``work``: folder for the job, the result and
    the log. ``validator``: a process from ``open_validator`` with the same ``work``, which is ready sooner.
    """
    process = validator or open_validator(work)
    job, result, log = work / "job.json", work / "result.json", work / "validation.log"
    result.unlink(missing_ok=True)
    listed = [
        {
            "dataset": item.dataset,
            "batch": item.batch.isoformat(),
            "paths": [str(path.resolve()) for path in item.paths],
            "previous_rows": item.previous_rows,
        }
        for item in items
    ]
    content = {"items": listed, "docs": str(docs.resolve()), "result": str(result.resolve())}
    job.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    assert process.stdin is not None
    with suppress(BrokenPipeError):  # a process that ended already has told why in its log
        process.stdin.write(json.dumps(str(job.resolve())) + "\n")
        process.stdin.flush()
    return Validation(process, result, log)
