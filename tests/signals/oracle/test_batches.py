"""D02 in plain Python: batches drawn near its thresholds, and the same ones named."""

from __future__ import annotations

from datetime import date, timedelta
from math import sqrt
from random import Random
from typing import Any

import signals
from tests.signals.province import CONTRACTS, build, only

DAY = date(2026, 3, 31)
Batch = dict[str, Any]


def history(random: Random, dataset: str) -> list[Batch]:
    """Two to four batches of a dataset, the last of which has lost rows, or numbers, or neither."""
    days = sorted(random.sample(range(1, 200), random.randint(2, 4)), reverse=True)
    found = []
    rows, blanks = random.choice([60, 400, 2000]), random.choice([0, 3, 20])
    for age in days:
        kept = random.choice([1.0, 1.0, 0.81, 0.80, 0.79, 0.5])
        found.append(
            {
                "dataset": dataset,
                "batch": DAY - timedelta(days=age),
                "rows_read": round(rows * kept),
                "blank_ids": round(blanks * random.choice([1, 1, 1.9, 2, 2.1, 5])),
                "unmapped_codes": random.choice([0, 0, 0, 0, 0, 1]),
            }
        )
    return found


def doubtful(batches: list[Batch], mode: str) -> bool:
    """Whether the newest batch lost 20 % of the rows, has twice the blank numbers, or codes out of its lists.

    Of an append dataset fewer rows are due after fewer days, no more after more days, and a fall must be more than chance.
    """
    *earlier, before, newest = batches
    due = before["rows_read"]
    if mode == "append" and earlier:
        due *= min(
            1, (newest["batch"] - before["batch"]).days / (before["batch"] - earlier[-1]["batch"]).days
        )
    fall = due - newest["rows_read"]
    fewer = fall >= 0.2 * due and (mode == "snapshot" or fall >= 2 * sqrt(due))
    share, share_before = (batch["blank_ids"] / batch["rows_read"] for batch in (newest, before))
    return fewer or (share > 0 and share >= 2 * share_before) or newest["unmapped_codes"] > 0


def test_the_batches_named_are_those_that_the_catalogue_says() -> None:
    random = Random(7)
    named = 0
    for _ in range(4):
        drawn = {dataset: history(random, dataset) for dataset in sorted(CONTRACTS)}
        due = {
            f"{dataset}/{batches[-1]['batch']}"
            for dataset, batches in drawn.items()
            if doubtful(batches, CONTRACTS[dataset]["mode"])
        }
        con = build({}, DAY, batches=[batch for batches in drawn.values() for batch in batches])
        with only("D02"):
            signals.evaluate(con, DAY, "hubei")
        fired = {ref for (ref,) in con.execute("SELECT batch_ref FROM mart.signal").fetchall()}
        con.close()
        assert fired == due
        named += len(due)
    assert 20 <= named <= 70, "nearly all or none: too little told apart"
