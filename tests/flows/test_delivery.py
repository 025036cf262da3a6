"""The outbox of a finished night: every open signal is told or waits, and a killed delivery is made up for."""

import shutil

import duckdb

from flows.steps import STEPS
from tests.flows.conftest import AS_OF, SMALL, make_home, run_night


def outbox_rows(home, pattern="*"):
    files = [
        str(path)
        for path in sorted((home / "outbox").glob(f"{pattern}/{AS_OF}/*.parquet"))
        if not path.stem.endswith("-leads") and path.parts[-3] != "worklist"
    ]
    return duckdb.execute("SELECT 预警编号, 变化 FROM read_parquet(?)", [files]).fetchall() if files else []


def test_every_open_signal_is_in_the_outbox_once(home):
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        open_signals = [
            row[0] for row in con.execute("SELECT signal_id FROM mart.open_signal ORDER BY 1").fetchall()
        ]
    told = outbox_rows(home)
    assert open_signals == sorted(signal for signal, _ in told)
    assert {change for _, change in told} == {"新增"}
    with duckdb.connect(str(home / "ledger.duckdb"), read_only=True) as con:
        remembered = con.execute("SELECT count(*), count(DISTINCT signal_id) FROM signal_delivery").fetchone()
    assert remembered == (len(open_signals), len(open_signals))
    for path in (home / "outbox").rglob("*.parquet"):
        assert path.with_suffix(".xlsx").exists() or path.stem.endswith("-leads")
    assert list((home / "outbox" / "worklist" / AS_OF.isoformat()).glob("*.xlsx"))


def test_small_portions_hold_back_and_a_lost_delivery_is_made_again(inbox, tmp_path):
    home = make_home(tmp_path / "home", delivery_portion=1)
    for dataset in ("yb_enrolment", "rs_insurance", "yj_disaster"):
        shutil.copytree(SMALL / "inbox" / dataset, inbox / dataset)
    detail = run_night(inbox, home).steps
    assert [step["step"] for step in detail] == [step.name for step in STEPS]
    told = outbox_rows(home)
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        (waiting,) = con.execute("SELECT count(*) FROM mart.open_signal").fetchone()
    assert 0 < len(told) < waiting
    shutil.rmtree(home / "outbox")
    (home / "work" / AS_OF.isoformat() / "deliver.json").unlink()
    assert not run_night(inbox, home).unchanged
    assert outbox_rows(home) == told
    assert run_night(inbox, home).unchanged
