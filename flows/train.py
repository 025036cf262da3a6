"""`doudi train`: weights learnt from the published night's mentions, as a model file of the home in force from a date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flows.connect import connect_in
from flows.console import table
from flows.errors import UsageError
from flows.home import mentions_of_night, models_of, warehouse_of
from flows.lock import home_lock
from flows.published import published
from flows.settings import read_settings


def train_home(home: Path, since: date) -> str:
    """Learn and write `HOME/models/<since>.yaml`; a table of the weights that changed.

    Raises UsageError when nothing is published or the date does not lie after the published night: a model never
    changes what a night has given.
    """
    from matching.train import in_force, train

    read_settings(home)
    last = published(warehouse_of(home))
    if last is None:
        raise UsageError(
            f"nothing is published in {home} yet. Run a night first: doudi run --inbox DIR --home {home}"
        )
    if since <= last.as_of:
        raise UsageError(
            f"--from {since} must lie after the published night of {last.as_of}: a new model counts from a later night on."
        )
    with home_lock(home, "doudi train"), connect_in(home) as con:
        before = in_force(models_of(home), since)
        out = home / "models" / f"{since}.yaml"
        out.parent.mkdir(exist_ok=True)
        report = train(con, mentions_of_night(home, con), out, since, before)
    rows: list[list[object]] = [
        [c.comparison, c.level, f"{c.before:+.2f}", f"{c.after:+.2f}"]
        for c in report.changes
        if c.learnt and c.before != c.after
    ]
    kept = sum(not c.learnt for c in report.changes)
    return "\n".join(
        [
            f"{out}: in force from {since}, learnt from {report.pairs:,} pairs; {kept} weights kept for want of pairs that show them",
            table(["comparison", "level", "bits before", "bits after"], rows, {2, 3}),
        ]
    )
