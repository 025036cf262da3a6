"""The page of a night speaks Chinese: of steps, kinds of matters, rules of links and reasons."""

from datetime import date

import duckdb
import pytest

from flows.report import report_again
from flows.settings import write_settings
from flows.steps import STEPS
from matching.compare.numbers import LEVELS
from signals.words import DATASET
from warehouse.report import chinese
from warehouse.schema import create_schema


def test_every_step_and_rule_of_a_link_has_a_word():
    assert {step.name for step in STEPS} == set(chinese.STEP)
    weak = {
        "two_slips",
        "unrelated",
        "contradicts",
        "claimed_elsewhere",
        "other_valid",
    }  # these carry no link
    assert set(LEVELS) - weak <= set(chinese.LINK)
    assert set(chinese.ATTENTION) == set(chinese.WHAT_TO_DO)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "nothing resolved: batch of zj_housing is not to be trusted (D02); nothing resolved in 2 counties of which "
            "zj_housing has far fewer rows: 420102, 420103",
            "住房安全 的批次异常（D02），本规则的预警暂不消除；住房安全 在 2 个县的行数明显偏少，这些县的预警暂不消除：420102, 420103",
        ),
        (
            "jy_aid, this term: not evaluated for 1 counties with less than 80% of their usual rows: 420999",
            "学生资助（本学期）：1 个县的行数不足平常的 80%，这些县未评估：420999",
        ),
        ("cl_card is absent", "缺少 残疾人证"),
        (
            "column subsidy is not in the batch of yb_enrolment of 2026-05-10",
            "医保参保 的 2026-05-10 批次缺少 subsidy 列",
        ),
        (
            "column subsidy holds no readable value in the batch of yb_enrolment of 2026-05-10",
            "医保参保 的 2026-05-10 批次 subsidy 列没有一个可读的值",
        ),
        (
            "nothing resolved: cl_subsidy, last month: 39 rows, less than 80% of the usual 50",
            "残疾人两项补贴（上月）：39 行，不足平常 50 行的 80%，本规则的预警暂不消除",
        ),
        ("evaluated without ny_monitored (absent)", "缺少 防止返贫监测，未用它评估"),
        ("household_id: is missing (primary key)", "household_id：主键缺失"),
        (
            "duplicate_key: event_id and member_no is also that of another row, which was kept as the smaller by content: they "
            "differ in phone, sex",
            "主键重复：event_id、member_no 与另一行相同，保留其中一行；不同之处：phone, sex",
        ),
        ("something new; cl_card is absent", "something new；缺少 残疾人证"),
        (None, ""),
    ],
)
def test_reasons(text, said):
    assert chinese.reason(text, DATASET) == said


def test_of_two_nights_of_a_date_the_one_published_last_is_shown(tmp_path, monkeypatch):
    write_settings(tmp_path, "hubei")
    (tmp_path / "snapshots").mkdir()
    for path, as_of, finished in (
        (tmp_path / "snapshots" / "2026-11-10-a.duckdb", "2026-11-10", "2026-11-12 03:00:00+08"),
        (tmp_path / "snapshots" / "2026-11-10-b.duckdb", "2026-11-10", "2026-11-11 03:00:00+08"),
        (tmp_path / "warehouse.duckdb", "2026-11-20", "2026-11-21 03:00:00+08"),
    ):
        with duckdb.connect(str(path)) as con:
            create_schema(con)
            con.execute(
                "INSERT INTO ops.run (run_id, as_of, region, started_at, finished_at, status, version) "
                f"VALUES ('x', '{as_of}', 'hubei', '{finished}', '{finished}', 'published', '1')"
            )
    monkeypatch.setattr("flows.report.write_page", lambda warehouse, out: (warehouse.name, out.name))
    assert report_again(tmp_path, date(2026, 11, 10)) == ("2026-11-10-a.duckdb", "2026-11-10")
    assert report_again(tmp_path, None) == ("warehouse.duckdb", "2026-11-20")
