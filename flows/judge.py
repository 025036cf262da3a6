"""The second half of a night: match, assemble, signals. From mentions to people, to facts about them, to warnings."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from flows.home import attach_ledger, ledger_of, literal, literals
from flows.intake import batches_for_assembly
from flows.run import Run, StepResult, code_version, digest


def open_ledger(con: duckdb.DuckDBPyConnection, home: Path, read_only: bool = True) -> None:
    """Attach the home's ledger as `ledger`, made first, whole or not at all, when there is none."""
    path = ledger_of(home)
    if not path.exists():
        beside = path.with_name(path.name + ".part")
        beside.unlink(missing_ok=True)
        con.execute(f"ATTACH {literal(beside)} AS ledger")
        _create_tables(con)
        con.execute("DETACH ledger")
        beside.rename(path)
    attach_ledger(con, home, read_only)
    if not read_only:
        _create_tables(con)  # those that an earlier release did not have


def _create_tables(con: duckdb.DuckDBPyConnection) -> None:
    import matching.ledger
    import signals.life
    from flows.history import create as create_history

    matching.ledger.create(con)
    signals.life.create(con)
    create_history(con)


def match(run: Run) -> StepResult:
    """Mentions in force to people with lasting ids; what the ledger will take over stays a proposal until publication."""
    from flows.home import models_of
    from matching.match import match as match_mentions
    from matching.train import in_force

    batches = [b for b in batches_for_assembly(run) if b["in_force"] and b["mentions"]]
    with run.connect() as con:
        open_ledger(con, run.home)
        ledger_state = con.execute("SELECT max(run_id), count(*) FROM ledger.run").fetchone()
        decisions = con.execute(
            "SELECT count(*), max(decided_at), max(undone_at) FROM ledger.review_decision"
        ).fetchone()
        key = digest(run.left("land")["inputs"], ledger_state, decisions, code_version("matching"))
        before = run.left("match")
        if before.get("key") == key and (run.match_dir / "links.parquet").is_file():
            return StepResult(before["links"], reused=True, detail=before["detail"])
        shutil.rmtree(run.match_dir, ignore_errors=True)
        run.match_dir.mkdir(parents=True)
        files = [batch["mentions"] for batch in batches]
        con.execute(f"CREATE VIEW mentions AS SELECT * FROM read_parquet({literals(files)})")
        report = match_mentions(
            con, "mentions", run.match_dir, "ledger", run.as_of, in_force(models_of(run.home), run.as_of)
        )
    people = report.identity.people
    detail = f"{people:,} people ({report.identity.new_people:,} new) from {report.links:,} mentions, {report.review:,} pairs to review"
    detail += f"; {report.too_common:,} values too common to compare" if report.too_common else ""
    run.leave(
        "match", {"key": key, "links": report.links, "detail": detail, "broken": report.decisions_broken}
    )
    return StepResult(report.links, detail=detail)


@contextmanager
def night_database(run: Run, fresh: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """Connection to the warehouse being built, with `fact` and `past` attached; `fresh` begins all three anew."""
    files = {name: run.work / f"{name}.duckdb" for name in ("warehouse", "fact", "past")}
    if fresh:
        for file in files.values():
            file.unlink(missing_ok=True)
            file.with_name(file.name + ".wal").unlink(missing_ok=True)
    with run.connect(files["warehouse"]) as con:
        con.execute(f"ATTACH {literal(files['fact'])} AS fact")
        con.execute(f"ATTACH {literal(files['past'])} AS past")
        yield con


def assemble(run: Run) -> StepResult:
    """Accepted rows and links to facts about people, and the core tables of the new warehouse."""
    from transforms.assemble import assemble as assemble_core
    from warehouse.schema import create_schema

    with night_database(run, fresh=True) as con:
        create_schema(con)
        counts = assemble_core(con, batches_for_assembly(run), run.match_dir, run.as_of)
    run.leave("assemble", {"counts": counts})
    return StepResult(
        sum(counts.values()), detail=f"{counts.get('core.low_income', 0):,} in the low-income database"
    )


def signals(run: Run) -> StepResult:
    """Facts to warning signals, and what became of earlier ones."""
    from signals.evaluate import evaluate

    shutil.rmtree(run.signal_dir, ignore_errors=True)
    run.signal_dir.mkdir(parents=True)
    with night_database(run) as con:
        open_ledger(con, run.home)
        report = evaluate(
            con,
            run.as_of,
            run.region,
            ledger="ledger",
            extra_policies=run.home / "policies",
            extra_rules=run.home / "rules",
            proposals=run.signal_dir,
            merges=run.match_dir / "ledger" / "events.parquet",
        )
    evaluated = len(report.statuses) - len(report.not_evaluated)
    detail = f"{evaluated} of {len(report.statuses)} rules evaluated"
    return StepResult(sum(report.by_status.values()), detail=detail)
