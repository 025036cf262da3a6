"""`doudi check`: extracts against their contracts, in a folder of its own that is gone afterwards."""

from __future__ import annotations

import tempfile
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from flows.console import Console, table
from flows.errors import DONE, NEEDS_ATTENTION, RunError
from flows.intake import check, land, notes_for_a_person
from flows.run import Run
from flows.settings import Settings


def check_inbox(inbox: Path, as_of: date) -> tuple[str, int]:
    """Land and check `inbox` as a night would; a text for the terminal, and the exit code."""
    with tempfile.TemporaryDirectory(prefix="doudi-check-") as folder:
        run = Run(Path(folder), inbox.resolve(), as_of, Settings(validate=False), Settings.region, Console())
        try:
            land(run)
            check(run)
        except RunError:  # no batch can be used: what is wrong with them is the answer
            if not run.left("land"):
                raise
        checked = run.left("check").get("batches", [])
        batches = [b for b in checked if b["in_force"]]
        return _text(run.left("land"), batches, _reasons(batches), _missed(checked))


def _missed(batches: list[dict[str, Any]]) -> list[str]:
    """A sentence for every column without which rules wait: they need it, or an earlier batch had it."""
    from signals.rules import load_rules
    from transforms.assemble.columns import missing_columns

    needed = {name for rule in load_rules() for name in rule.needs}
    return [
        f"  {dataset}/{one.batch}: column {one.column} "
        + ("holds no readable value; " if one.delivered else "is not delivered; ")
        + (
            f"the batch of {one.filled_in} had it"
            if one.filled_in
            else "rules that need it are not evaluated"
        )
        for dataset in sorted({b["dataset"] for b in batches})
        for one in missing_columns(dataset, batches)
        if one.filled_in or (not one.delivered and f"{dataset}.{one.column}" in needed)
    ]


def _reasons(batches: list[dict[str, Any]]) -> list[list[object]]:
    """Of every batch with quarantined rows, for each reason: dataset, batch, how many rows, one of them, the reason."""
    query = files("flows").joinpath("quarantined.sql").read_text(encoding="utf-8")
    with duckdb.connect() as con:
        return [
            [b["dataset"], b["batch"], rows, example, reason]
            for b in batches
            if b["rows_quarantined"]
            for reason, rows, example in con.execute(query, {"file": str(b["quarantined"])}).fetchall()
        ]


def _text(
    landed: dict[str, Any], batches: list[dict[str, Any]], reasons: list[list[object]], missed: list[str]
) -> tuple[str, int]:
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
    if reasons:
        headers = ["dataset", "batch", "rows", "the first", "reason"]
        lines += ["", "Quarantined", table(headers, reasons, {2})]
    problems = [f"  refused {r['dataset']}/{r['batch']}: {r['reason']}" for r in landed["refused"]]
    matters = notes_for_a_person(landed)
    problems += [f"  {n['kind']} {n['subject']}: {n['message']}" for n in matters]
    others = missed + [f"  {n['subject']}: {n['message']}" for n in landed["notes"] if n not in matters]
    if others:
        lines += ["", "Noted", *others]
    lines += ["", "Needs a person", *problems] if problems else ["", "Nothing needs a person."]
    return "\n".join(lines), NEEDS_ATTENTION if problems else DONE
