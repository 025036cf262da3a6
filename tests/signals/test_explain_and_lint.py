"""What a caseworker reads about a signal, and the linter over rules and policies."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import signals
from signals.explain import explain_signal
from signals.lint import lint_policies
from signals.words import shown
from tests.signals.province import build

DAY = date(2025, 11, 30)


def test_explanation_names_rule_parameters_rows_and_history() -> None:
    rows = {
        "mz_household": [{"household_id": "H1"}],
        "mz_member": [{"household_id": "H1", "member_no": "1", "person_id": 1}],
        "yb_settlement": [{"person_id": 1, "aid_paid": 0}],
    }
    con = build(rows, DAY, people=[{"person_id": 1}], uncertain=[1])
    con.execute("ATTACH ':memory:' AS ledger")
    signals.create(con)
    signals.evaluate(con, DAY, "hubei", ledger="ledger")
    con.execute(
        "INSERT INTO ledger.signal_feedback VALUES ('P03-1', '2025-12-02', 'delivered', 'yb', '已补助', 'x')"
    )
    text = explain_signal(con, "P03-1", ledger="ledger")
    for part in (
        "住院救助未到位（P03，政策落实不到位）",
        "送：医保",
        "救助类别：低保",
        "住院医疗救助比例（低保）：0.7",
        "湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024",
        "医保结算（yb_settlement/2025-11-30/a.parquet:1）",
        "尚待人工复核",
        "2025-12-02 医保反馈",
        "首次发现 2025-11-30",
    ):
        assert part in text, part
    with pytest.raises(signals.SignalsError, match="P99-1"):
        explain_signal(con, "P99-1")


def test_a_merger_names_the_other_signal_and_a_day_is_told_in_its_order() -> None:
    rows = {
        "mz_household": [{"household_id": "H1"}],
        "mz_member": [{"household_id": "H1", "member_no": "1", "person_id": 1}],
        "wj_illness": [{"person_id": 1, "registered_on": "2025-11-29"}],
    }
    con = build(rows, DAY, people=[{"person_id": 1}])
    con.execute("ATTACH ':memory:' AS ledger")
    signals.create(con)
    signals.evaluate(con, DAY, "hubei", ledger="ledger")
    con.execute(
        "INSERT INTO ledger.signal_event BY NAME SELECT *, DATE '2025-11-30' AS as_of, 'merged' AS event, first_seen AS opened_on,"
        " 'N02-7' AS into_signal_id FROM mart.signal WHERE signal_id = 'N02-1'"
    )
    con.execute(
        "INSERT INTO ledger.signal_event BY NAME SELECT * REPLACE ('N02-7' AS signal_id, 'inherited' AS event, NULL AS into_signal_id)"
        " FROM ledger.signal_event"
    )
    con.execute(
        "INSERT INTO mart.signal BY NAME SELECT * REPLACE ('N02-7' AS signal_id) FROM mart.signal WHERE signal_id = 'N02-1'"
    )
    con.execute("UPDATE mart.signal SET status = 'merged' WHERE signal_id = 'N02-1'")
    con.execute(
        "INSERT INTO ledger.signal_dismissal VALUES ('N02-7', '2025-11-30', '2026-01-01', '已住院', 'x', NULL)"
    )
    con.execute(
        "INSERT INTO ledger.signal_delivery VALUES ('2025-11-30', 'N02-7', 'wj', '420102', 'new', '2025-12-12'),"
        " ('2025-12-01', 'N02-7', 'wj', '420102', 'resolved', '2025-12-12')"
    )
    merged, heir = (explain_signal(con, one, ledger="ledger") for one in ("N02-1", "N02-7"))
    assert "状态：已并入他人，由 N02-7 承接" in merged and "2025-11-30 人员档案合并（N02-7）" in merged
    told = [
        "承接已合并人员的预警（N02-1）",
        "推送卫健（420102），办结期限 2025-12-12",
        "人工解除（至 2026-01-01）：已住院",
        "此预警不再待办",
    ]
    places = [heir.index(part) for part in told]
    assert places == sorted(places) and "消除" not in heir.partition("经过")[2]


def test_every_fact_of_every_case_is_labelled() -> None:
    assert lint_policies() == []


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ("  spare: {unit: yuan, basis: default, values: {2020-01-01: 1}}", "no rule reads parameter 'spare'"),
        ("  adult_age: {values: {2020-01-01: 1}}", "no source"),
    ],
)
def test_linter_reads_a_province_of_its_own(tmp_path: Path, parameters: str, says: str) -> None:
    (tmp_path / "hubei.yaml").write_text(f"region: hubei\nparameters:\n{parameters}\n", "utf-8")
    assert [finding for finding in lint_policies(extra_policies=tmp_path) if says in finding]


def test_linter_names_a_parameter_no_pack_has(tmp_path: Path) -> None:
    (tmp_path / "Z01.sql").write_text(
        "/*\ncode: Z01\ntitle: 试\ntitle_en: trial\ncategory: duplicate\nsubject: person\ndepartment: mz\n"
        "severity: 3\ndays: 5\nurgency_basis: default\ndatasets: [mz_household]\nparameters: [nowhere]\n"
        "legal_basis: {document: d, clause: c}\nevidence: {}\n*/\n"
        "SELECT person_id, [row_key] AS rows, {'a': param('nowhere')} AS facts FROM fact.mz_household",
        "utf-8",
    )
    findings = lint_policies(extra_rules=tmp_path)
    assert [f for f in findings if "'nowhere'" in f and "hubei" in f]
    assert [f for f in findings if "fact 'a' has no Chinese label" in f]


def test_a_number_is_no_code_though_it_looks_like_one() -> None:
    assert shown("131", "category") == "分散特困"
    assert shown(131, "rows_read") == "131"
    assert shown(600.0, "amount") == "600"
