"""Chinese words for codes that a caseworker reads in explanations; an unknown code is shown as it is."""

from __future__ import annotations

import re
from typing import Any

MONTH = re.compile(r"\d{4}-\d\d-01")

STATUS = {
    "new": "新预警",
    "open": "待处置",
    "resolved": "情形已消除",
    "dismissed": "已人工解除",
    "merged": "已并入他人",
}
EVENT = {
    "opened": "首次发现",
    "reopened": "再次出现",
    "resolved": "情形消除",
    "merged": "人员档案合并",
    "seen": "恢复评估后仍存在",
    "carried": "当晚未评估，维持原状",
    "inherited": "承接已合并人员的预警",
}
OUTCOME = {
    "accepted": "已受理",
    "delivered": "已落实",
    "rejected": "不属实",
    "dismissed": "暂不处理",
}
TOPIC_OFFICE = {"medical": "yb", "housing": "zj", "education": "jy", "employment": "rs"}
CATEGORY = {
    "policy_gap": "政策落实不到位",
    "new_hardship": "新困难",
    "may_qualify": "可能符合认定条件",
    "may_exit": "好转或不再符合",
    "duplicate": "重复救助",
    "complex": "复杂个案",
    "data": "数据质量",
}
DEPARTMENT = {
    "mz": "民政",
    "jy": "教育",
    "rs": "人社",
    "wj": "卫健",
    "yb": "医保",
    "cl": "残联",
    "ny": "农业农村",
    "zj": "住建",
    "yj": "应急",
    "rx": "12345热线",
    "county": "县级协调机制",
    "town": "乡镇（街道）",
}
DATASET = {
    "mz_household": "民政救助家庭",
    "mz_member": "民政家庭成员",
    "mz_payment": "民政救助金发放",
    "mz_application": "救助申请",
    "mz_visit": "走访探视",
    "jy_student": "学籍",
    "jy_aid": "学生资助",
    "rs_unemployment": "失业登记",
    "rs_insurance": "社会保险参保",
    "rs_pension": "养老金发放",
    "wj_illness": "重病慢病登记",
    "wj_death": "死亡证明",
    "yb_enrolment": "医保参保",
    "yb_settlement": "医保结算",
    "cl_card": "残疾人证",
    "cl_subsidy": "残疾人两项补贴",
    "ny_monitored": "防止返贫监测",
    "zj_housing": "住房安全",
    "yj_disaster": "受灾登记",
    "rx_ticket": "热线工单",
}
VALUE = {
    "tekun": "特困",
    "dibao": "低保",
    "monitored": "防止返贫监测对象",
    "marginal": "低保边缘",
    "rigid": "刚性支出困难",
    "other": "其他困难",
    "110": "城市低保",
    "120": "农村低保",
    "131": "分散特困",
    "132": "集中特困",
    "600": "低保边缘",
    "650": "刚性支出困难",
    "660": "其他困难",
    "serious": "重病",
    "chronic": "慢病",
    "mental": "精神疾病",
    "new": "新发",
    "worse": "等级加重",
    "urban": "城镇",
    "rural": "农村",
    "full": "完全",
    "partial": "部分",
    "none": "无",
    "grace": "渐退",
    "review": "复核",
    "covered": "在保",
    "hardship_student": "困难学生",
    "unemployed": "登记失业",
    "serious_illness": "重病",
    "severe_disability": "重度残疾",
    "living": "生活补贴",
    "care": "护理补贴",
    "number_failed": "证件号校验不通过",
    "number_shared": "一号多人",
    "two_numbers": "一人多号",
    "rows_dropped": "行数或可用行数大幅减少",
    "numbers_blank": "空白证件号增多",
    "codes_unknown": "有代码表以外的代码",
    "amounts_unusual": "金额异常偏高",
    "names_do_not_fit": "大量证件号与姓名不符",
    "columns_missing": "缺列或整列为空",
    "heavy": "严重",
    "destroyed": "倒塌或灭失",
    "light": "轻微",
    "unstable": "脱贫不稳定",
    "sudden": "突发严重困难",
    "valid": "有效",
    "frozen": "冻结",
    "cancelled": "注销",
    "expired": "过期",
    "kindergarten": "幼儿园",
    "primary": "小学",
    "junior": "初中",
    "senior": "高中",
    "vocational": "中职",
    "college": "高职（大专）",
    "university": "本科",
    "flood": "洪涝",
    "drought": "干旱",
    "fire": "火灾",
    "landslide": "滑坡",
    "earthquake": "地震",
    "income": "生活困难",
    "medical": "医疗",
    "housing": "住房",
    "education": "教育",
    "employment": "就业",
} | {name: DATASET[name] for name in ("mz_payment", "cl_subsidy", "rs_pension")}
CARE_GRADE = {
    "full": "具备生活自理能力",
    "partial": "部分丧失生活自理能力",
    "none": "完全丧失生活自理能力",
}
FACT = {
    "type": {"1": "视力", "2": "听力", "3": "言语", "4": "肢体", "5": "智力", "6": "精神", "7": "多重"},
    "kind": {"marginal": "边缘易致贫"},  # of those watched against falling back into poverty
    "care_grade": CARE_GRADE,
    "due_grade": CARE_GRADE,
}
"""Values that mean something only as the value of that fact."""
LINK = {
    "number": "证件号一致",
    "slip": "证件号有一处笔误，姓名等相符",
    "rounded": "证件号末位丢失，姓名等相符",
    "masked": "证件号部分遮盖，姓名等相符",
    "attributes": "姓名、出生日期、电话等相符",
    "profile": "姓名等信息相符",
    "alone": "无其他记录可比对",
    "lead": "热线线索，仅供联系",
    "claimed": "证件号相同而姓名存疑",
    "same": "证件号写法一致，姓名等相符",
    "damaged": "证件号各有笔误而相近，姓名等相符",
    "same_foreign": "同填他人证件号，姓名等相符",
    "masked_with_birth": "证件号部分遮盖，姓名等相符",
    "masked_birth": "证件号部分遮盖，姓名等相符",
    "masked_ends": "证件号部分遮盖，姓名等相符",
    "masked_weak": "证件号部分遮盖，姓名等相符",
    "alike": "与另一记录内容相同",
    "reviewer": "经人工核对",
}
UNIT = {
    "days": "天",
    "months": "个月",
    "years": "岁",
    "yuan a month": "元/月",
    "yuan a year": "元/年",
    "yuan a month, by residence": "元/月",
    "yuan a settlement, by class": "元/次",
    "yes or no": "",
    "disability levels": "级",
    "lists": "个",
    "times the dibao standard": "倍低保标准",
    "times the yearly disposable income per head": "倍人均可支配收入",
    "different N and E signals": "种",
    "share of the rows of the batch before": "（与上批行数之比）",
    "share of the rows of the batch": "（占本批行数之比）",
    "share of the usual rows": "（与通常行数之比）",
    "share of in-scope own payment, by class": "（占政策范围内自付费用之比）",
    "share of the personal premium, by class": "（占个人缴费之比）",
    "share of the minimum wage": "（与最低工资标准之比）",
    "share of yearly household income": "（占家庭年收入之比）",
    "times the payee's usual amount": "倍平常金额",
    "times the share in the batch before": "倍上批占比",
}


def shown(value: Any, fact: str = "") -> str:
    """A value of a case, of the fact of that name, as a caseworker reads it."""
    if value is None:
        return "无记录"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(shown(item, fact) for item in value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if isinstance(value, int | float):  # an amount may look like a code
        return FACT.get(fact, {}).get(text, text)
    if MONTH.fullmatch(text) and "month" in fact:
        return text[:7]
    return FACT.get(fact, {}).get(text) or VALUE.get(text, text)
