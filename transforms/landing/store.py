"""The landing folder: one Parquet and one receipt per delivery; the receipt, written last, is what makes it
count.

In: ``LANDING/<dataset>/<batch>/<delivery>.parquet`` and ``.json``.  Out: :class:`Landed` values read back
from receipts.
"""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from transforms.landing.hashing import write_beside
from transforms.landing.model import Landed


def folder_of(landing: Path, dataset: str, batch: date) -> Path:
    """Where the deliveries of one batch are kept."""
    return landing / dataset / batch.isoformat()


def dates_landed(landing: Path, dataset: str) -> set[date]:
    """Dates of which at least one delivery was landed."""
    folder = landing / dataset
    if not folder.is_dir():
        return set()
    return {date.fromisoformat(f.name) for f in folder.iterdir() if f.is_dir() and any(f.glob("*.json"))}


def find(landing: Path, dataset: str, batch: date, delivery: str) -> Landed | None:
    """That delivery, when it is there in full."""
    receipt = _receipt(folder_of(landing, dataset, batch) / f"{delivery}.json")
    return _landed(landing, receipt) if receipt else None


def newest(landing: Path, dataset: str, batch: date) -> Landed | None:
    """The delivery of that date which was delivered last."""
    receipts = [_receipt(file) for file in sorted(folder_of(landing, dataset, batch).glob("*.json"))]
    complete = [r for r in receipts if r]
    return _landed(landing, max(complete, key=lambda r: int(r["sequence"]))) if complete else None


def keep(landing: Path, landed: Landed) -> None:
    """Write the receipt of a landed delivery, or raise it to the newest of its date when it was delivered
    again.
    """
    folder = folder_of(landing, landed.dataset, landed.batch)
    others = [r for r in map(_receipt, folder.glob("*.json")) if r]
    last = max(others, key=lambda r: int(r["sequence"]), default=None)
    if last and last["delivery"] == landed.delivery:
        return
    receipt = {
        "dataset": landed.dataset,
        "batch": landed.batch.isoformat(),
        "delivery": landed.delivery,
        "sequence": int(last["sequence"]) + 1 if last else 1,
        "files": [list(f) for f in landed.files],
        "unknown_columns": list(landed.unknown_columns),
    }
    write_beside(folder / f"{landed.delivery}.json", json.dumps(receipt, ensure_ascii=False, indent=1))


def clear_unfinished(landing: Path, dataset: str, batch: date) -> None:
    """Remove what a killed run left half-written for that batch."""
    folder = folder_of(landing, dataset, batch)
    for leftover in (*folder.glob(".*.tmp"), *folder.glob(".*.tmp.*")):
        leftover.unlink(missing_ok=True)


def _receipt(file: Path) -> dict[str, Any] | None:
    try:
        receipt = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return dict(receipt) if file.with_suffix(".parquet").is_file() else None


def _landed(landing: Path, receipt: dict[str, Any]) -> Landed:
    batch = date.fromisoformat(receipt["batch"])
    path = folder_of(landing, receipt["dataset"], batch) / f"{receipt['delivery']}.parquet"
    found = Landed(
        dataset=receipt["dataset"],
        batch=batch,
        delivery=receipt["delivery"],
        path=path,
        files=tuple((str(name), int(rows)) for name, rows in receipt["files"]),
        unknown_columns=tuple(receipt["unknown_columns"]),
    )
    return replace(found, reused=True)
