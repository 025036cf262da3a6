"""The columns of what is delivered, in order: name in our tables, Chinese heading, width in the workbook.

The headings of the last five are those that `doudi feedback import` reads: the office fills them in and sends
the sheet back.
"""

from __future__ import annotations

Columns = tuple[tuple[str, str, int], ...]

ITEM: Columns = (
    ("signal_id", "预警编号", 16),
    ("change_text", "变化", 10),
    ("title", "预警事项", 20),
    ("severity", "级别", 6),
    ("due_on", "办结期限", 12),
    ("overdue", "超期", 6),
    ("subject_text", "对象", 8),
    ("name", "姓名", 14),
    ("id_number", "证件号码", 21),
    ("phone", "联系电话", 14),
    ("area", "所在地区代码", 15),
    ("household_id", "家庭编号", 16),
    ("household_category", "救助类别", 10),
    ("why", "预警原因", 60),
    ("basis", "政策依据", 50),
    ("first_seen", "首次发现", 12),
    ("delivered_on", "首次推送", 12),
    ("doubt", "身份提示", 20),
    ("tickets", "热线线索", 20),
    ("answer", "上次反馈", 20),
)
ANSWER: Columns = (
    ("result", "处理结果", 12),
    ("date", "日期", 12),
    ("note", "备注", 30),
    ("until", "有效期至", 12),
    ("who", "经办人", 10),
)
WORKLIST: Columns = (
    ("village", "村（社区）代码", 16),
    ("subject_text", "对象", 8),
    ("name", "姓名", 14),
    ("id_number", "证件号码", 21),
    ("phone", "联系电话", 14),
    ("household_id", "家庭编号", 16),
    ("household_category", "救助类别", 10),
    ("severity", "最高级别", 8),
    ("due_on", "最近期限", 12),
    ("signals", "预警数", 8),
    ("titles", "预警事项", 30),
    ("why", "预警原因", 80),
    ("tickets", "热线线索", 20),
    ("signal_ids", "预警编号", 24),
)
LEAD: Columns = (
    ("ticket_no", "工单编号", 18),
    ("received_on", "受理日期", 12),
    ("topic", "诉求类别", 12),
    ("lead_text", "线索", 18),
    ("name", "姓名", 14),
    ("id_number", "证件号码", 21),
    ("phone", "联系电话", 14),
)
