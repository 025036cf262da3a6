"""The last part of a night: publish the warehouse with the ledger, then deliver what is read from it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from flows import history
from flows.editions import edition
from flows.home import literal
from flows.intake import batches_for_assembly, notes_for_a_person
from flows.judge import night_database, open_ledger
from flows.report import write_page
from flows.run import Run, StepResult, digest


def publish(run: Run) -> StepResult:
    """Complete and audit the new warehouse, commit the ledger in one transaction, and move the warehouse over the old one.

    The ledger goes first: an id handed out must be remembered before anybody can see it. Killed between the two, the old
    warehouse stays readable and the next run of the date does both again to the same effect.
    """
    from warehouse.audit import audit
    from warehouse.publish import put_in_force

    with night_database(run) as con:
        open_ledger(con, run.home, read_only=False)
        run_id = _complete(run, con)
        run.reporter.detail("audits")
        audits = audit(con)
        run.reporter.detail("ledger")
        _commit_ledger(run, con, run_id)
        people, signals = con.execute(
            "SELECT people, signals FROM ops.run WHERE run_id = ?", [run_id]
        ).fetchone() or (0, 0)
        con.execute("CHECKPOINT")
    put_in_force(run.new_warehouse, run.warehouse, run.home / "snapshots", run.settings.keep_snapshots)
    _keep_match(run)
    return StepResult(people, detail=f"{signals:,} signals open; {audits} audits passed")


def _complete(run: Run, con: duckdb.DuckDBPyConnection) -> str:
    """Fill the `ops` tables, create the views; the id of the run."""
    from warehouse import ops
    from warehouse.schema import create_views

    land = run.left("land")
    con.execute("BEGIN")
    ops.fill_batches(con, [b for b in batches_for_assembly(run) if b["in_force"]], land["refused"])
    ops.fill_review(con, run.match_dir / "review.parquet")
    ops.fill_match(con, run.match_dir / "edges.parquet", run.match_dir / "numbers.parquet")
    ops.fill_steps(con, run.left("steps")["steps"])
    ops.fill_attention(con, _matters(run))
    create_views(con)
    last = con.execute("SELECT max(finished_at) FROM ledger.run").fetchone()
    run_id = f"{run.as_of}-{digest(land['inputs'], last)[:8]}"
    ops.fill_run(
        con,
        {
            "run_id": run_id,
            "as_of": run.as_of,
            "region": run.region,
            "started_at": run.left("started")["at"],
            "finished_at": datetime.now(UTC),
            "version": version("doudi"),
            "inputs": land["inputs"],
        },
    )
    con.execute("COMMIT")
    return run_id


def _matters(run: Run) -> Iterator[tuple[str, str, str]]:
    """What needs a person, apart from rules not evaluated."""
    land = run.left("land")
    for refused in land["refused"]:
        yield "batch_refused", f"{refused['dataset']}/{refused['batch']}", refused["reason"]
    for note in notes_for_a_person(land):
        yield note["kind"], note["subject"], note["message"]
    for decision in run.left("match").get("broken", []):
        yield (
            "decision_contradicted",
            f"decision {decision}",
            f"could not be kept, because other decisions contradict it: undo what is wrong (doudi review undo {decision} --who NAME)",
        )
    verdict: dict[str, Any] = run.left("validate")
    for failure in verdict.get("failures", []):
        yield "validation_failed", failure["subject"], failure["message"]


def _commit_ledger(run: Run, con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    import matching.ledger
    import signals.life

    con.execute("BEGIN")
    matching.ledger.commit(con, run.match_dir / "ledger", run_id, run.as_of)
    signals.life.commit(con, run.signal_dir, run_id, run.as_of)
    history.commit(con, run_id)
    con.execute("COMMIT")


def _keep_match(run: Run) -> None:
    """Move the match step's files to `HOME/match`, where `doudi explain` finds the evidence of the published night."""
    mentions = [
        batch["mentions"] for batch in batches_for_assembly(run) if batch["in_force"] and batch["mentions"]
    ]
    (run.match_dir / "mentions.json").write_text(json.dumps(mentions), encoding="utf-8")
    shutil.rmtree(run.published_match, ignore_errors=True)
    run.match_dir.rename(run.published_match)


def deliver(run: Run) -> StepResult:
    """The night's report, and the outbox: what each department and county is told."""
    from signals.delivery import deliver as deliver_signals

    page = write_page(run.warehouse, run.report_dir)
    run.reporter.detail("outbox")
    with run.connect() as con:
        open_ledger(con, run.home, read_only=False)
        con.execute(f"ATTACH {literal(run.work / 'fact.duckdb')} AS fact (READ_ONLY)")
        con.execute(f"ATTACH {literal(run.warehouse)} AS published (READ_ONLY)")
        con.execute("USE published")
        told = deliver_signals(
            con,
            run.outbox,
            run.as_of,
            run.settings.delivery_portion,
            run.settings.delivery_portion_of,
            [Path(batch["accepted"]) for batch in batches_for_assembly(run) if batch["in_force"]],
            beside=run.work / "outbox",
            extra_rules=run.home / "rules",
        )
    for audience in run.settings.editions:
        run.reporter.detail(f"edition {audience}")
        edition(run.home, audience, every_night=True)
    run.leave("deliver", {"inputs": run.left("land")["inputs"]})
    detail = f"{told.new:,} new, {told.open:,} open, {told.resolved:,} gone to {told.offices:,} offices"
    waiting = f", {told.waiting:,} wait for later nights" if told.waiting else ""
    return StepResult(told.new + told.resolved, detail=f"{detail}{waiting}; {page}")
