"""What a published night leaves in `work/`."""

import datetime

from flows.backfill import _kept_aside
from flows.night import Night, _clear_work, _in_force
from flows.run import Run
from flows.settings import Settings


def test_what_older_code_made_goes_and_other_batches_of_tonights_stay(tmp_path):
    run = Run(tmp_path, tmp_path, datetime.date(2026, 11, 20), Settings(), "hubei")
    kept, gone = [], []
    for batch in ("2026-10-16", "2026-11-16"):
        for folder, name, into in (
            (run.checked, "d1-c2.accepted.parquet", kept),
            (run.checked, "d1-c2.quarantine.parquet", kept),
            (run.checked, "d1-c2.json", kept),
            (run.checked, "d1-c1.accepted.parquet", gone),
            (run.checked, "d1-c1.json", gone),
            (run.mentions, "d1-c2-t2.parquet", kept),
            (run.mentions, "d1-c2-t1.parquet", gone),
            (run.mentions, "d0-c1-t1.parquet", gone),
        ):
            path = folder / "cl_card" / batch / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
            into.append(path)
    other = run.checked / "rx_ticket" / "2026-11-01" / "d9-c1.json"
    other.parent.mkdir(parents=True)
    other.touch()
    (run.work).mkdir(parents=True)
    (run.work / "fact.duckdb").touch()
    newest = run.checked / "cl_card" / "2026-11-16" / "d1-c2.accepted.parquet"
    mentions = run.mentions / "cl_card" / "2026-11-16" / "d1-c2-t2.parquet"
    batch = {"dataset": "cl_card", "batch": "2026-11-16", "mode": "snapshot", "accepted": str(newest)}
    run.leave("check", {"batches": [batch]})
    run.leave("standardise", {"mentions": {"cl_card/2026-11-16": str(mentions)}})
    _clear_work(run)
    assert all(path.exists() for path in [*kept, other])
    assert not any(path.exists() for path in gone)
    assert not (run.work / "fact.duckdb").exists()


def test_what_an_abandoned_backfill_kept_aside_does_not_count_for_the_next(tmp_path):
    run = Run(tmp_path, tmp_path, datetime.date(2026, 11, 20), Settings(), "hubei")
    run.warehouse.write_text("published now")
    aside = tmp_path / "work" / "before-backfill.duckdb"
    aside.parent.mkdir()
    aside.write_text("published long ago")
    assert _kept_aside(run, anew=False).read_text() == "published long ago"
    assert _kept_aside(run, anew=True).read_text() == "published now"


def test_a_warehouse_that_is_no_longer_where_it_was_made_is_in_force(tmp_path):
    run = Run(tmp_path, tmp_path, datetime.date(2026, 11, 20), Settings(), "hubei")
    run.work.mkdir(parents=True)
    run.new_warehouse.touch()
    night = Night(run, steps=[{"step": "assemble"}, {"step": "signals"}])
    assert not _in_force(run, night)
    run.new_warehouse.rename(run.warehouse)
    assert _in_force(run, night)
    assert not _in_force(run, Night(run, steps=[{"step": "land"}]))
