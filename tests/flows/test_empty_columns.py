"""Nights on which departments deliver columns without a value in them, or with values that cannot be read: rules that rest on
them wait, and what was known stays."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from data_contracts import load_contracts
from flows.check import check_inbox
from tests.flows.conftest import AS_OF, SMALL, make_home, run_night

SPOILED = {
    ("mz_member", "covered"): None,
    ("yb_enrolment", "subsidy"): "",
    ("mz_payment", "household_id"): " ",
    ("cl_card", "expires_on"): "锟斤拷",
}
"""What stands in every row: of snapshots and of an append dataset, empty and unreadable."""


def deliver(inbox: Path, day: str, *, spoiled: bool) -> None:
    """The newest batch of each of these datasets once more, as that of `day`."""
    for (dataset, column), text in SPOILED.items():
        contract = load_contracts()[dataset]
        newest = max(folder for folder in (SMALL / "inbox" / dataset).iterdir() if folder.is_dir())
        (inbox / dataset / day).mkdir()
        for file in newest.glob("*.parquet"):
            rows = pl.read_parquet(file)
            (name,) = (name for name in rows.columns if contract.header_aliases.get(name) == column)
            rows = rows.with_columns(pl.lit(text, pl.String).alias(name)) if spoiled else rows
            rows.write_parquet(inbox / dataset / day / file.name)


def ask(home: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()


def waiting(home: Path, day: str) -> dict[str, set[str]]:
    """Column → rules that wait for the batch of `day` to have it."""
    told = ask(home, "SELECT subject, message FROM ops.attention WHERE kind = 'rule_not_evaluated'")
    return {
        column: {
            rule
            for rule, why in told
            if f"column {column} holds no readable value in the batch of {dataset} of {day}"
            in why.split("; ")
        }
        for dataset, column in SPOILED
    }


def open_signals(home: Path, rules: set[str]) -> list[tuple]:
    named = ", ".join(f"'{rule}'" for rule in sorted(rules))
    return ask(
        home,
        f"SELECT signal_id FROM mart.signal WHERE status IN ('new', 'open') AND rule IN ({named}) ORDER BY 1",
    )


@pytest.fixture
def inbox(inbox: Path) -> Path:
    """The four datasets of other tests, and the two that are spoiled here besides."""
    for dataset in ("yb_enrolment", "mz_payment"):
        shutil.copytree(SMALL / "inbox" / dataset, inbox / dataset)
    return inbox


def test_while_columns_are_empty_or_unreadable_rules_wait_and_their_signals_stay(inbox, tmp_path):
    home = make_home(tmp_path / "home")
    run_night(inbox, home)
    everything = {rule for (rule,) in ask(home, "SELECT rule FROM ops.rule_status WHERE category <> 'data'")}
    first = open_signals(home, everything)
    for later in (1, 2):
        day = AS_OF + timedelta(days=later)
        deliver(inbox, str(day), spoiled=True)
        run_night(inbox, home, day)
        found = waiting(home, str(day))
        assert {"P01", "P16", "R01", "X01"} <= found["covered"]
        assert (found["subsidy"], found["household_id"]) == ({"P02"}, {"P08", "P09", "P11"})
        assert {"E02", "P05", "X06"} <= found["expires_on"]
        rules = set().union(*found.values())
        assert open_signals(home, rules) == [one for one in first if one[0].split("-")[0] in rules]
        told = ask(home, "SELECT batch_ref FROM mart.signal WHERE rule = 'D02' AND status = 'new' ORDER BY 1")
        assert {f"{dataset}/{day}" for dataset, _ in SPOILED} <= {batch for (batch,) in told}
    day = AS_OF + timedelta(days=3)
    deliver(inbox, str(day), spoiled=False)
    run_night(inbox, home, day)
    assert not any(waiting(home, str(day)).values())


def test_check_tells_columns_without_a_readable_value(inbox):
    deliver(inbox, str(AS_OF), spoiled=True)
    told = check_inbox(inbox, AS_OF)[0].splitlines()
    assert [line.strip() for line in told if "no readable value" in line] == [
        f"cl_card/{AS_OF}: column expires_on holds no readable value; the batch of 2026-11-16 had it",
        f"mz_member/{AS_OF}: column covered holds no readable value; the batch of 2026-11-18 had it",
        f"mz_payment/{AS_OF}: column household_id holds no readable value; the batch of 2026-10-28 had it",
        f"yb_enrolment/{AS_OF}: column subsidy holds no readable value; the batch of 2026-11-12 had it",
    ]
