"""`doudi check` tells columns that are not delivered and that rules wait for."""

import polars as pl

from flows.check import check_inbox
from tests.flows.conftest import AS_OF, SMALL


def test_check_tells_columns_that_rules_wait_for(tmp_path):
    def deliver(dataset: str, day: str, *without: str) -> None:
        folder = tmp_path / "inbox" / dataset / day
        folder.mkdir(parents=True)
        source = max(f for f in (SMALL / "inbox" / dataset).iterdir() if any(f.glob("*.parquet")))
        pl.read_parquet(next(source.glob("*.parquet"))).drop(without).write_parquet(folder / "a.parquet")

    deliver("mz_household", "2026-11-01")
    deliver("mz_household", "2026-11-15", "residence", "cause")
    deliver("mz_payment", "2026-11-15", "result", "phone")
    output = check_inbox(tmp_path / "inbox", AS_OF)[0]
    told = [line.strip() for line in output.splitlines() if "is not delivered" in line]
    assert told == [
        "mz_household/2026-11-15: column residence is not delivered; the batch of 2026-11-01 had it",
        "mz_household/2026-11-15: column cause is not delivered; the batch of 2026-11-01 had it",
        "mz_payment/2026-11-15: column result is not delivered; rules that need it are not evaluated",
    ]
