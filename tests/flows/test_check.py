"""`doudi check` says what is wrong with extracts, and writes to no home."""

from __future__ import annotations

import polars as pl

from flows.check import check_inbox
from tests.flows.commands import doudi, spoil
from tests.flows.conftest import AS_OF, SMALL


def test_check_writes_to_no_home(inbox, tmp_path):
    spoil(inbox, "cl_card", "missing column")
    result = doudi("check", "--inbox", inbox, "--as-of", AS_OF)
    assert result.exit_code == 3
    assert "issued_on" in result.output
    assert "mz_member" in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inbox"]


def test_check_says_why_rows_are_put_aside_and_where(inbox):
    batch = max((inbox / "mz_member").iterdir())
    for path in batch.iterdir():
        path.unlink()
    (batch / "m.csv").write_text(
        "household_id,member_no,name,id_number,county_code,relation,covered,labour\n"
        "H1,1,张三,,420102,01,Y,\nH1,,李四,,420102,01,Y,\nH1,1,张三,,420102,01,Y,\n",
        encoding="utf-8",
    )
    output = doudi("check", "--inbox", inbox, "--as-of", AS_OF).output
    assert "m.csv:2" in output and "member_no: is missing (primary key)" in output
    assert "m.csv:3" in output and "identical_row: the same as another row" in output
    assert "李四" not in output and "张三" not in output


def test_check_of_batches_that_are_all_refused_says_what_is_wrong_with_them(tmp_path):
    batch = tmp_path / "inbox" / "mz_member" / "2026-11-18"
    batch.mkdir(parents=True)
    (batch / "m.csv").write_text("household_id,member_no\nH1,1\n")
    result = doudi("check", "--inbox", tmp_path / "inbox", "--as-of", AS_OF)
    assert result.exit_code == 3
    assert "refused mz_member/2026-11-18: m.csv" in result.output


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
