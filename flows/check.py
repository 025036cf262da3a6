"""`doudi check`: extracts against their contracts, in a folder of its own that is gone afterwards."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from flows.console import Console, table
from flows.errors import DONE, NEEDS_ATTENTION
from flows.intake import check, land
from flows.run import Run
from flows.settings import Settings


def check_inbox(inbox: Path, as_of: date) -> tuple[str, int]:
    """Land and check `inbox` as a night would; a text for the terminal, and the exit code."""
    with tempfile.TemporaryDirectory(prefix="doudi-check-") as folder:
        run = Run(Path(folder), inbox.resolve(), as_of, Settings(validate=False), Settings.region, Console())
        land(run)
        check(run)
        return _text(run.left("land"), [b for b in run.left("check")["batches"] if b["in_force"]])


def _text(landed: dict[str, Any], batches: list[dict[str, Any]]) -> tuple[str, int]:
    rows: list[list[object]] = [
        [
            b["dataset"],
            b["batch"],
            b["rows_read"],
            b["rows_accepted"],
            b["rows_quarantined"],
            b["blank_ids"],
            b["unmapped_codes"],
            sum(b["nulled"].values()),
        ]
        for b in batches
    ]
    headers = [
        "dataset",
        "batch",
        "read",
        "accepted",
        "quarantined",
        "no ID number",
        "unknown codes",
        "made empty",
    ]
    lines = [table(headers, rows, set(range(2, 8)))]
    for b in batches:
        lines += [
            f"  {b['dataset']}/{b['batch']}: {reason}: {count:,} rows"
            for reason, count in sorted(b.get("reasons", {}).items())
        ]
    problems = [f"  refused {r['dataset']}/{r['batch']}: {r['reason']}" for r in landed["refused"]]
    problems += [
        f"  {n['kind']} {n['subject']}: {n['message']}"
        for n in landed["notes"]
        if n["kind"].endswith("_not_understood")
    ]
    others = [
        f"  {n['subject']}: {n['message']}"
        for n in landed["notes"]
        if not n["kind"].endswith("_not_understood")
    ]
    if others:
        lines += ["", "Noted", *others]
    lines += ["", "Needs a person", *problems] if problems else ["", "Nothing needs a person."]
    return "\n".join(lines), NEEDS_ATTENTION if problems else DONE
