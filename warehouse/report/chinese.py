"""What the page says in Chinese of codes and of reasons that the steps give in English.

In: codes and reasons as the warehouse holds them.  Out: Chinese text; a part of a reason that is not known stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from warehouse.report.refusals import refusal

ATTENTION = {
    "batch_refused": "批次被拒收",
    "batch_empty": "批次文件夹为空",
    "folder_not_understood": "无法识别的文件夹",
    "file_not_understood": "无法识别的文件",
    "rule_not_evaluated": "规则未评估",
    "validation_failed": "数据验证未通过",
    "decision_contradicted": "人工核对结论互相矛盾",
}
WHAT_TO_DO = {
    "batch_refused": "本批未采用，沿用上一批；请报送部门更正后重新报送",
    "batch_empty": "沿用上一批；请报送部门补报，无数据则不要建文件夹",
    "folder_not_understood": "未读取；文件夹应为“数据集/YYYY-MM-DD”",
    "file_not_understood": "未读取；应为 .parquet、.csv 或 .xlsx 文件",
    "rule_not_evaluated": "本规则今晚未评估，已有预警保持不变",
    "validation_failed": "结果已发布；请核查该数据集",
    "decision_contradicted": "该结论未能执行；请撤销其中有误的一项",
}
STEP = {
    "land": "接收落地",
    "check": "按约定校验",
    "validate": "启动数据验证",
    "standardise": "标准化",
    "match": "归人",
    "assemble": "汇编",
    "signals": "预警",
    "verdict": "验证结论",
    "publish": "发布",
    "deliver": "下发",
}
LINK = {
    "number": "有效号码相同且姓名相容",
    "same": "无效号码写法相同",
    "same_foreign": "同在他人号码下（监护人、母亲）",
    "claimed": "有效号码相同，姓名有出入",
    "slip": "号码一处笔误",
    "rounded": "号码末几位被表格舍入",
    "masked": "遮盖号码的可见部分一致",
    "masked_with_birth": "遮盖号码的可见部分（含出生日期）一致",
    "masked_birth": "遮盖号码仅见的地区和出生日期一致",
    "masked_ends": "遮盖号码的首尾一致",
    "masked_weak": "遮盖号码的少数可见位一致",
    "damaged": "两个无效号码仅一两处不同",
    "attributes": "姓名与出生日期、电话、家庭或县相符",
    "profile": "与另一条无号码的记录为同一人",
    "alike": "内容相同的无号码记录",
    "reviewer": "人工核对",
    "lead": "热线线索（仅供参考）",
    "alone": "单独一人",
}
_PERIOD = {
    "last month": "上月",
    "this year": "本年",
    "this term": "本学期",
    "past year": "近一年",
    "snapshot": "最新批次",
}
_PHRASES = [
    (r"nothing resolved: batch of (.+) is not to be trusted \(D02\)", r"\1 的批次异常（D02），本规则的预警暂不消除"),
    (r"nothing resolved in (\d+) counties of which (\w+) has far fewer rows: (.+)", r"\2 在 \1 个县的行数明显偏少，这些县的预警暂不消除：\3"),
    (r"batch of (\w+) is not to be trusted \(D02\), so nothing counts as absent", r"\1 的批次异常（D02），不能据此认定缺少记录"),
    (r"batch of (\w+) is not to be trusted \(D02\)", r"\1 的批次异常（D02）"),
    (r"(\w+), ([a-z ]+): not evaluated for (\d+) counties with less than (\d+%) of their usual rows: (.+)",
     r"\1（\2）：\3 个县的行数不足平常的 \4，这些县未评估：\5"),
    (r"(\w+), ([a-z ]+): (\d+) rows, less than (\d+%) of the usual (\d+)", r"\1（\2）：\3 行，不足平常 \5 行的 \4"),
    (r"(\w+), ([a-z ]+): no rows at all", r"\1（\2）：没有记录"),
    (r"(\w+), ([a-z ]+): less than (\d+%) of the usual rows in every county", r"\1（\2）：各县行数均不足平常的 \3"),
    (r"nothing resolved: (\w+), ([a-z ]+): (\d+) rows, less than (\d+%) of the usual (\d+)",
     r"\1（\2）：\3 行，不足平常 \5 行的 \4，本规则的预警暂不消除"),
    (r"nothing resolved: (\w+), ([a-z ]+): no rows at all", r"\1（\2）：没有记录，本规则的预警暂不消除"),
    (r"(\w+), ([a-z ]+): nothing resolved in (\d+) counties with less than (\d+%) of their usual rows: (.+)",
     r"\1（\2）：\3 个县的行数不足平常的 \4，这些县的预警暂不消除：\5"),
    (r"column (\w+) is not in the batch of (\w+) of (\S+)", r"\2 的 \3 批次缺少 \1 列"),
    (r"column (\w+) holds no readable value in the batch of (\w+) of (\S+)", r"\2 的 \3 批次 \1 列没有一个可读的值"),
    (r"parameter (\w+) lists nothing, so nothing fires", r"参数 \1 为空，不会触发"),
    (r"parameter (\w+) has no value in force on (.+)", r"参数 \1 在 \2 没有有效的值"),
    (r"evaluated without (\w+) \(absent\)", r"缺少 \1，未用它评估"),
    (r"evaluated without (\w+): newest batch (\S+) is (\d+) days old, more than (\d+)", r"\1 的最新批次 \2 已有 \3 天，超过 \4 天，未用它评估"),
    (r"(\w+): newest batch (\S+) is (\d+) days old, more than (\d+)", r"\1 的最新批次 \2 已有 \3 天，超过 \4 天"),
    (r"(\w+) is absent", r"缺少 \1"),
    (r"none of (.+) is usable", r"\1 均不可用"),
    (r"the rule failed: (.+)", r"规则执行出错：\1"),
    (r"(\w+): is missing \(primary key\)", r"\1：主键缺失"),
    (r"(\w+): is missing", r"\1：必填项缺失"),
    (r"(\w+): … is not in its code list \(expected (.+)\)", r"\1：代码不在代码表内（应为 \2）"),
    (r"(\w+): … is not a date.*", r"\1：不是日期"),
    (r"(\w+): … is not a month.*", r"\1：不是月份"),
    (r"(\w+): … is not an amount.*", r"\1：不是金额"),
    (r"(\w+): … is not a whole number(.*)", r"\1：不是整数\2"),
    (r"identical_row: .*", "整行重复：与另一行完全相同，保留一行"),
    (r"duplicate_key: (.+) is also that of another row.*: they differ in (.+)", r"主键重复：\1 与另一行相同，保留其中一行；不同之处：\2"),
]  # fmt: skip


def reason(text: str | None, datasets: Mapping[str, str]) -> str:
    """A reason in Chinese, part by part; `datasets`: their titles."""
    if not text:
        return ""
    return refusal(text) or "；".join(_part(part, datasets) for part in text.split("; "))


def _part(text: str, datasets: Mapping[str, str]) -> str:
    for pattern, words in _PHRASES:
        if found := re.fullmatch(pattern, text):
            said = found.expand(words)
            for code, title in (*datasets.items(), *_PERIOD.items()):
                said = re.sub(rf"(?<![A-Za-z_]){code}(?![A-Za-z_])", title, said)
            return said.replace(" and ", "、")
    return text
