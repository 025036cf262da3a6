"""Delivery: who is told what, in which portions, as new, still open or gone; safe and complete files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

import signals
from signals.delivery import DeliveryReport, deliver
from signals.delivery.columns import ANSWER, ITEM
from signals.feedback import import_feedback
from signals.sheet import read_sheets
from tests.signals.office import COUNTY, OTHER, SICK, Office, ill, low
from tests.signals.province import build, only

EVIL = '=HYPERLINK("http://x","领钱")'


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_new_then_still_open_then_gone_then_back(office: Office) -> None:
    rows = {**low([1, 2]), **ill([1])}
    assert office.night(3, rows) == DeliveryReport(new=1, open=0, resolved=0, waiting=0, offices=1)
    office.night(4, rows)
    office.night(5, low([1, 2]))
    office.night(6, low([1, 2]))
    office.night(7, rows)
    told = "2025-11-03 推送卫健（420102），办结期限 2025-11-17"
    assert told in office.explained["N02-1"]
    assert "2025-11-05 告知卫健（420102）此预警不再待办" in office.explained["N02-1"]
    assert [office.changes(day) for day in (3, 4, 5, 6, 7)] == [
        {"N02-1": "新增"},
        {"N02-1": "仍未办结"},
        {"N02-1": "情形已消除"},
        {},
        {"N02-1": "再次出现"},
    ]


def test_a_night_delivered_again_replaces_itself(office: Office) -> None:
    rows = {**low([1, 2, 3]), **ill([1, 2, 3])}
    office.night(3, rows, portion=2)
    files = {path: path.read_bytes() for path in sorted(office.outbox.rglob("*.*"))}
    first = office.changes(3)
    office.night(4, rows, portion=2)
    later = office.changes(4)
    office.night(3, rows, portion=2)
    assert {path: path.read_bytes() for path in files} == files and office.changes(3) == first
    office.night(4, rows, portion=2)
    assert office.changes(4) == later
    stale = office.outbox / "yb" / "2025-11-04"
    stale.mkdir(parents=True)
    office.night(4, rows, portion=2)
    assert not stale.exists()


def test_portions_go_by_severity_then_hardships_and_nothing_urgent_waits(office: Office) -> None:
    people = [1, 2, 3, 4]
    rows = {
        **low(people),
        **ill(people),
        "cl_card": [{"person_id": 3, "issued_on": SICK}],
        "yj_disaster": [{"person_id": p, "happened_on": SICK} for p in people],
        "zj_housing": [{"person_id": 2, "grade": "A"}],
    }
    codes = ("N02", "N03", "N06")
    report = office.night(3, rows, portion=1, codes=codes)
    assert list(office.read(3)) == ["N02-3"]
    assert len(office.read(3, f"yj/{COUNTY}")) == 4
    assert (report.new, report.waiting) == (6, 3)
    office.night(4, rows, portion=1, codes=codes, portions={COUNTY: 2})
    assert office.changes(4) == {"N02-3": "仍未办结", "N02-1": "新增", "N02-2": "新增"}
    report = office.night(5, rows, portion=1, codes=codes)
    assert (office.changes(5)["N02-4"], report.waiting) == ("新增", 0)


def test_what_waited_has_its_full_term_and_what_went_meanwhile_is_never_told(office: Office) -> None:
    rows = {**low([1, 2, 3]), **ill([1, 2, 3])}
    office.night(3, rows, portion=1)
    office.night(4, {**low([1, 2, 3]), **ill([1, 3])}, portion=1)
    assert office.changes(4) == {"N02-1": "仍未办结", "N02-3": "新增"}
    assert office.read(3)["N02-1"]["办结期限"] == date(2025, 11, 17)
    assert office.read(4)["N02-3"]["办结期限"] == date(2025, 11, 18)
    assert office.due == {
        "N02-1": date(2025, 11, 17),
        "N02-2": date(2025, 11, 17),
        "N02-3": date(2025, 11, 18),
    }
    office.night(18, rows, portion=1)
    assert office.read(18)["N02-1"]["超期"] is True and office.read(18)["N02-3"]["超期"] is False


def test_counties_get_their_own_and_a_move_is_told_to_both(office: Office) -> None:
    rows = {**low([1]), **ill([1, 2])}
    for dataset, more in low([2], OTHER).items():
        rows[dataset] = rows[dataset] + more
    office.night(3, rows)
    assert set(office.read(3)) == {"N02-1"} and set(office.read(3, f"wj/{OTHER}")) == {"N02-2"}
    moved = {**low([1, 2], OTHER), **ill([1, 2])}
    office.night(4, moved)
    assert office.changes(4) == {"N02-1": "已转其他单位"}
    assert office.changes(4, f"wj/{OTHER}") == {"N02-1": "新增", "N02-2": "仍未办结"}


def test_dismissed_is_not_delivered_and_answers_come_back_in(office: Office) -> None:
    rows = {**low([1, 2]), **ill([1, 2])}
    office.night(3, rows)
    sheet = office.outbox / "wj" / "2025-11-03" / f"{COUNTY}.xlsx"
    first = read_sheets(sheet)[0]
    names, given = first.names, first.rows
    assert names == [heading for _, heading, _ in ITEM + ANSWER]
    answered = office.folder / "back.csv"
    place = {name: at for at, name in enumerate(names)}
    lines = [",".join(names)]
    for row in given:
        cells = [str(cell or "").replace(",", " ") for cell in row]
        if row[0] == "N02-1":
            for name, value in {
                "处理结果": "暂不处理",
                "日期": "2025-11-04",
                "备注": "已办",
                "有效期至": "2025-11-06",
            }.items():
                cells[place[name]] = value
            cells[place["经办人"]] = "王某"
        lines.append(",".join(cells))
    answered.write_text("\n".join(lines), "utf-8")
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{office.folder / 'ledger.duckdb'}' AS ledger")
        report = import_feedback(con, answered, date(2025, 11, 28))
    assert (report.kept, report.unanswered, report.problems) == ({"dismissed": 1}, 1, [])
    office.night(4, rows)
    office.night(6, rows)
    assert office.changes(4) == {"N02-1": "已人工解除", "N02-2": "仍未办结"}
    assert office.changes(6)["N02-1"] == "新增"


def test_an_answer_goes_on_with_whom_its_person_turned_out_to_be(office: Office) -> None:
    office.night(3, {**low([1, 2]), **ill([1, 2])})
    office.say(
        "INSERT INTO ledger.signal_feedback VALUES ('N02-1', '2025-11-04', 'accepted', 'wj', '已上门', '王某');"
        "CREATE TABLE ledger.identity_event (as_of DATE, kind VARCHAR, person_id BIGINT, into_person_id BIGINT);"
        "INSERT INTO ledger.identity_event VALUES ('2025-11-04', 'merge', 1, 8), ('2025-11-04', 'merge', 8, 9)"
    )
    office.night(5, {**low([2, 9]), **ill([2, 9])})
    told = office.read(5)
    assert told["N02-1"]["变化"] == "已并入他人"
    assert (told["N02-9"]["上次反馈"], told["N02-2"]["上次反馈"]) == ("2025-11-04 卫健已受理：已上门", None)
    office.say(
        "INSERT INTO ledger.signal_feedback VALUES ('N02-9', '2025-11-05', 'delivered', 'wj', NULL, NULL)"
    )
    office.night(6, {**low([2, 9]), **ill([2, 9])})
    assert office.read(6)["N02-9"]["上次反馈"] == "2025-11-05 卫健已落实"


def test_every_text_stays_text(office: Office) -> None:
    office.night(3, {**low([1, 2]), **ill([1, 2])}, names={1: EVIL, 2: "@SUM(1)"})
    sheet = office.outbox / "wj" / "2025-11-03" / f"{COUNTY}.xlsx"
    (first,) = read_sheets(sheet)
    told = [dict(zip(first.names, row, strict=True)) for row in first.rows]
    assert [row["姓名"] for row in told] == [EVIL, "@SUM(1)"]
    assert [row["证件号码"] for row in told] == [f"{p:017d}X" for p in (1, 2)]
    import zipfile

    with zipfile.ZipFile(sheet) as parts:
        xml = "".join(parts.read(name).decode() for name in parts.namelist() if "worksheets/" in name)
    assert "<f>" not in xml and "<hyperlink" not in xml


def test_what_who_why_on_what_basis_by_when(office: Office) -> None:
    rows = {**low([1]), "yb_settlement": [{"person_id": 1, "aid_paid": 0}]}
    rows["yb_settlement"] *= 2
    office.night(3, rows, codes=("P03", "N01"))
    row = office.read(3, f"yb/{COUNTY}")["P03-1"]
    assert (row["预警事项"], row["姓名"], row["家庭编号"], row["救助类别"]) == (
        "住院救助未到位",
        "张某",
        "H1",
        "城市低保",
    )
    assert "救助类别：低保" in row["预警原因"] and row["预警原因"].endswith(
        "提示“住院救助未到位”，请核实并落实到位。"
    )
    assert row["政策依据"].startswith("湖北省民政厅等《") and row["办结期限"] == date(2025, 11, 17)
    household = office.read(3, f"yb/{COUNTY}")["N01-H1"]
    assert household["对象"] == "家庭" and household["证件号码"] == f"{1:017d}X"
    assert "近12个月个人负担8000元" in household["预警原因"]


def test_work_list_of_each_town_has_everything_about_a_person(office: Office, tmp_path: Path) -> None:
    accepted = tmp_path / "accepted.parquet"
    duckdb.sql(
        "SELECT * FROM (VALUES (1::UBIGINT, '420102005003'), (2::UBIGINT, '420102005'), (3::UBIGINT, '420102'), "
        "(4::UBIGINT, '420199001002')) t(row_key, county_code)"
    ).write_parquet(str(accepted))
    rows = {**low([1, 2, 3, 4]), **ill([1, 2, 3, 4]), "yj_disaster": [{"person_id": 1, "happened_on": SICK}]}
    rows["yb_enrolment"] = [{"person_id": 1, "scheme": scheme} for scheme in ("310", "390")]
    office.night(3, rows, codes=("N02", "N06", "R04"), accepted=[accepted])
    folder = office.outbox / "worklist" / "2025-11-03"
    found = {path.stem: pq.read_table(path).to_pylist() for path in sorted(folder.glob("*.parquet"))}
    assert list(found) == ["420102", "420102005"]
    assert sorted(row["家庭编号"] for row in found["420102"]) == ["H3", "H4"]
    first, second = found["420102005"]
    assert (first["村（社区）代码"], first["预警事项"], first["预警数"]) == (
        "420102005003",
        "新受灾、新增重病或慢病、重复参保",
        3,
    )
    assert (first["最近期限"], second["村（社区）代码"]) == (date(2025, 11, 6), None)
    assert (folder / "420102005.xlsx").exists()


def test_hotline_tickets_are_leads(office: Office) -> None:
    rows = {
        **low([1]),
        **ill([1]),
        "rx_ticket": [
            {"person_id": 1, "ticket_no": "T1", "topic": "medical"},
            {"person_id": None, "ticket_no": "T2", "topic": "medical"},
            {"person_id": None, "ticket_no": "T3", "topic": "income", "closed_on": "2025-11-02"},
            {"person_id": None, "ticket_no": "T4", "topic": "income", "received_on": "2025-11-04"},
        ],
    }
    office.night(3, rows, codes=("N02", "N08"))
    assert office.read(3)["N02-1"]["热线线索"] == "2025-11-01 医疗"
    leads = pq.read_table(office.outbox / "yb" / "2025-11-03" / f"{COUNTY}-leads.parquet").to_pylist()
    assert [(row["工单编号"], row["线索"]) for row in leads] == [("T2", "未对应到人")]
    assert not (office.outbox / "mz").exists()


def test_batches_have_an_office_too(office: Office) -> None:
    batches = [
        {"dataset": "wj_illness", "batch": "2025-11-01", "rows_read": 100},
        {"dataset": "wj_illness", "batch": "2025-11-03", "rows_read": 50},
    ]
    as_of = date(2025, 11, 3)
    con = build(low([1]), as_of, people=[{"person_id": 1}], batches=batches)
    con.execute(f"ATTACH '{office.folder / 'ledger.duckdb'}' AS ledger")
    with only("D02"):
        signals.evaluate(con, as_of, "hubei", proposals=office.folder / "p")
    deliver(con, office.outbox, as_of, 10)
    (row,) = office.read(3, "wj/province").values()
    assert row["对象"] == "数据批次" and row["姓名"].startswith("重病慢病登记 wj_illness/")
    assert not (office.outbox / "worklist").exists()
