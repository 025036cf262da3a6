"""Documents and clauses that rules and parameters name, against the documents' own titles, dates and headings.

Typed by hand from the documents; nothing here comes from the packs.
"""

from __future__ import annotations

from datetime import date

import pytest

from signals.policy import Value, load_policy, shipped_regions
from signals.rules import load_rules

CHONGQING = "重庆市民政局等《关于巩固拓展脱贫攻坚兜底保障成果进一步做好困难群众基本生活保障工作的通知》2021"
HUBEI = "湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024"
GUANGDONG = "广东省民政厅《关于统筹做好困难群众兜底保障等工作的实施意见》2022"
LANZHOU = "兰州市人民政府《多举措夯实民政兜底保障根基 全力巩固脱贫攻坚成果》2022"
DAZHOU = "达州市人民政府办公室《达州市进一步做好困难帮扶工作促进共同富裕实施方案（2023—2025年）》（达市府办发〔2023〕35号）"
DISABILITY = "国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见（国发〔2015〕52号）"
CLAUSES = {
    CHONGQING: (date(2021, 7, 7), ["二（一）1", "二（一）2", "二（一）3", "二（二）2", "二（二）3"]),
    # as reported on that day; clauses are the report's headings and the words with which paragraphs begin
    HUBEI: (
        date(2024, 10, 11),
        [
            *("开展低收入人口认定", "加强低收入人口动态监测", "完善低收入人口数据库", "加强动态监测"),
            *("分类处置预警信息", "夯实基本生活救助", "加强急难社会救助"),
            *(f"完善专项社会救助·{part}救助" for part in ("医疗", "教育", "住房", "就业", "受灾人员")),
        ],
    ),
    GUANGDONG: (date(2022, 4, 1), ["二（一）3"]),
    LANZHOU: (date(2022, 1, 1), ["三"]),
    DAZHOU: (date(2023, 8, 12), ["二（一）3", "二（二）4", "二（二）5", "二（三）10", "三（三）"]),
    DISABILITY: (date(2016, 1, 1), ["补贴对象", "政策衔接"]),
    "中华人民共和国民法通则": (date(1987, 1, 1), ["第十一条"]),
    "中华人民共和国民法总则": (date(2017, 10, 1), ["第十七条"]),
    "中华人民共和国民法典": (date(2021, 1, 1), ["第十七条"]),
}


def known(document: str, clause: str) -> bool:
    """The clause may be followed by a remark in brackets."""
    named = CLAUSES.get(document, (None, []))[1]
    return any(clause == one or clause.startswith(f"{one}（") for one in named)


def cited() -> list[Value]:
    values = {v for region in shipped_regions() for layer in load_policy(region).layers for v in layer}
    return sorted((v for v in values if v.document), key=lambda v: (v.file, v.name, v.key, v.start))


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.code)
def test_a_rule_names_a_document_and_clause_that_are_there(rule) -> None:  # type: ignore[no-untyped-def]
    assert known(rule.legal_basis["document"], rule.legal_basis["clause"]), rule.legal_basis


@pytest.mark.parametrize("value", cited(), ids=lambda v: f"{v.file}-{v.name}-{v.key}-{v.start}")
def test_a_parameter_names_a_document_and_clause_and_holds_no_earlier(value: Value) -> None:
    assert value.document and known(value.document, value.clause or ""), (value.document, value.clause)
    assert value.start >= CLAUSES[value.document][0], f"{value.start} is before {value.document}"


def test_what_the_document_says_of_some_only_is_marked_where_it_is_taken_for_all() -> None:
    """湖北: 因病致贫重病患者 are the only rigid-expenditure people whom the document names in medical aid."""
    in_force = load_policy("hubei").in_force(date(2025, 11, 30))
    for name in ("inpatient_aid_ratio", "outpatient_aid_ratio"):
        basis = {v.key: v.basis for v in in_force if v.name == name}
        assert basis == {**dict.fromkeys(("tekun", "dibao", "monitored", "marginal")), "rigid": "default"}
