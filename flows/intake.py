"""The first half of a night: land, check, standardise. (Validation, a process beside them: flows/validation.py.)

Each step leaves its result as JSON: `land` the batches and what was refused, `check` the counts of each batch,
`standardise` where the mentions are.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from flows.errors import RunError
from flows.run import Run, StepResult, code_version, digest
from transforms.abreast import abreast

if TYPE_CHECKING:
    from transforms.landing import Landed

LOOKBACK_DAYS = 31
"""How far back `past` looks: rules compare tonight with the batch that was in force then."""


def land(run: Run) -> StepResult:
    """INBOX to `HOME/landing`; ends the run when nothing that matters has changed since the published one."""
    from data_contracts import load_contracts
    from flows.published import inputs_published
    from flows.validation import get_ready
    from transforms.landing import Shape
    from transforms.landing import land as land_inbox

    contracts = load_contracts()
    shapes = {
        name: Shape(c.header_aliases, c.required, c.append, c.min_rows) for name, c in contracts.items()
    }

    def new_batch(name: str) -> None:
        get_ready(run)
        run.reporter.detail(name)

    with run.connect() as con:
        report = land_inbox(
            con, run.inbox, run.landing, shapes, run.as_of, new_batch, lookback_days=LOOKBACK_DAYS
        )
    refused = [asdict(one) for one in report.refused]
    landed = [_as_values(one, run) for one in report.landed]
    notes = [asdict(one) for one in report.notes]
    inputs = digest(
        landed,
        refused,
        notes,
        run.as_of,
        run.region,
        run.settings.validate,
        code_version(),
        _local_files(run),
        _answers(run),
    )
    run.leave("land", {"inputs": inputs, "landed": landed, "refused": refused, "notes": notes})
    if not any(one.in_force for one in report.landed):
        reasons = "; ".join(f"{r['dataset']}/{r['batch']}: {r['reason']}" for r in refused) or "see above"
        raise RunError(f"no batch of {run.inbox} could be used, so there is no night to run. {reasons}")
    rows = sum(rows for one in report.landed if one.in_force for _, rows in one.files)
    in_force = sum(one.in_force for one in report.landed)
    detail = f"{in_force} batches in force" + (f", {len(refused)} refused" if refused else "")
    done = inputs_published(run, inputs) and run.left("deliver").get("inputs") == inputs
    return StepResult(rows, detail=detail, ends_run=done and not run.force)


def notes_for_a_person(land: dict[str, Any]) -> list[dict[str, Any]]:
    """Of what landing left, the notes that somebody has to look at: what was not understood, and empty folders that are newer
    than what is in force."""
    newest: dict[str, str] = {}
    for landed in land["landed"]:
        newest[landed["dataset"]] = max(landed["batch"], newest.get(landed["dataset"], ""))

    def counts(note: dict[str, Any]) -> bool:
        dataset, _, batch = note["subject"].partition("/")
        if note["kind"] == "batch_empty":
            return bool(batch > newest.get(dataset, ""))
        return bool(note["kind"].endswith("_not_understood"))

    return [note for note in land["notes"] if counts(note)]


def _as_values(landed: Landed, run: Run) -> dict[str, Any]:
    """A landed batch without what differs from run to run although the batch is the same."""
    values = asdict(landed)
    for name in ("reused", "from_inbox"):
        del values[name]
    return {**values, "batch": landed.batch.isoformat(), "path": str(landed.path.relative_to(run.home))}


def _answers(run: Run) -> list[Any]:
    """What people have told the ledger: decisions on pairs, feedback and dismissals of signals."""
    if not run.ledger.exists():
        return []
    with duckdb.connect(str(run.ledger), read_only=True) as con:
        tables = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        return [
            con.execute(f"SELECT count(*), bit_xor(hash(t)) FROM {table} AS t").fetchone()
            for table in ("review_decision", "signal_feedback", "signal_dismissal")
            if table in tables and con.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
        ]


def _local_files(run: Run) -> list[tuple[str, str]]:
    """Name and content hash of the province's own policies, rules and matching models."""
    kinds = {"policies": "*.yaml", "rules": "*.sql", "models": "*.yaml"}
    return [
        (str(path.relative_to(run.home)), digest(path.read_bytes().hex()))
        for folder, kind in kinds.items()
        for path in sorted((run.home / folder).glob(kind))
    ]


def check(run: Run) -> StepResult:
    """Landed batches to accepted and quarantined rows, by contract."""
    from data_contracts import load_contracts
    from data_contracts.check import ToCheck, check_batches

    contracts = load_contracts()
    landed = [list(ones) for _, ones in groupby(run.left("land")["landed"], key=lambda one: one["dataset"])]

    def of_dataset(con: duckdb.DuckDBPyConnection, ones: list[dict[str, Any]]) -> list[dict[str, Any]]:
        contract = contracts[ones[0]["dataset"]]
        run.reporter.detail(f"{contract.name} {', '.join(one['batch'] for one in ones)}")
        wanted = [
            ToCheck(run.home / one["path"], date.fromisoformat(one["batch"]), one["delivery"]) for one in ones
        ]
        facts = {
            "number": contract.number,
            "department": contract.department,
            "mode": contract.mode,
            "max_age_days": contract.max_age_days,
            "primary_key": list(contract.primary_key),
            "not_yet": list(contract.not_yet),
        }
        return [
            {**one, **facts, **{key: value for key, value in asdict(checked).items() if key not in one}}
            for one, checked in zip(ones, check_batches(con, contract, wanted, run.checked), strict=True)
        ]

    with run.connect() as con:
        batches = [batch for batches in abreast(con, of_dataset, landed) for batch in batches]
    run.leave("check", {"batches": batches})
    in_force = [b for b in batches if b["in_force"]]
    quarantined = sum(b["rows_quarantined"] for b in in_force)
    return StepResult(
        sum(b["rows_accepted"] for b in in_force),
        reused=all(b["reused"] for b in batches),
        detail=f"{quarantined:,} rows quarantined",
    )


def standardise(run: Run) -> StepResult:
    """Accepted rows to mentions of people, with every identity number, name, date and code in one form."""
    from transforms.mentions import Accepted, counts, groups, names_people, write_mentions

    version = code_version("transforms")[:8]
    batches = [b for b in run.left("check")["batches"] if names_people(b["dataset"])]
    wanted = []
    for batch in batches:
        accepted = Path(batch["accepted"])
        out = (
            run.mentions
            / batch["dataset"]
            / batch["batch"]
            / f"{accepted.name.split('.')[0]}-{version}.parquet"
        )
        wanted.append(Accepted(batch["dataset"], accepted, out))
    new = groups(wanted)

    def of_group(con: duckdb.DuckDBPyConnection, group: list[Accepted]) -> None:
        run.reporter.detail(", ".join(sorted({one.dataset for one in group})))
        write_mentions(con, group)

    with run.connect() as con:
        abreast(con, of_group, new)
        found = counts(con, wanted)
    places = {f"{b['dataset']}/{b['batch']}": str(one.out) for b, one in zip(batches, wanted, strict=True)}
    run.leave("standardise", {"mentions": places})
    rows = sum(found[one.out] for b, one in zip(batches, wanted, strict=True) if b["in_force"])
    return StepResult(rows, reused=not new, detail=f"{rows:,} mentions")


def batches_for_assembly(run: Run) -> list[dict[str, Any]]:
    """Checked batches with their mentions, and `past` on the ones that were in force LOOKBACK_DAYS before the as-of date."""
    mentions = run.left("standardise")["mentions"]
    then = (run.as_of - timedelta(days=LOOKBACK_DAYS)).isoformat()
    batches: list[dict[str, Any]] = run.left("check")["batches"]
    newest_then: dict[str, str] = {}
    for batch in batches:
        if batch["mode"] == "snapshot" and batch["batch"] <= then:
            newest_then[batch["dataset"]] = max(batch["batch"], newest_then.get(batch["dataset"], ""))
    return [
        {
            **batch,
            "mentions": mentions.get(f"{batch['dataset']}/{batch['batch']}"),
            "past": newest_then.get(batch["dataset"]) == batch["batch"],
        }
        for batch in batches
    ]
