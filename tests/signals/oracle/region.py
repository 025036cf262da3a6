"""What the documents of five regions set, read by hand and typed again: nothing here comes from the policy packs.

Disposable incomes and minimum wages stand in no document; they are the packs' working assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Region:
    """One region on one date; yuan a month but for `disposable`, which is a year's."""

    name: str
    disposable: int
    urban: Decimal = Decimal(760)
    rural: Decimal = Decimal(600)
    mental_levels: tuple[str, ...] = ("1", "2")
    job_cost: Decimal = Decimal(0)
    resident_basic_pension_counts: bool = True
    grace_months: int = 6

    def standard(self, residence: str) -> Decimal:
        return self.urban if residence == "urban" else self.rural


def region(name: str, day: date) -> Region:
    """The region called `name` on `day`."""
    return {
        "hubei": Region("hubei", 35146),
        # 「十四五」时期: to the end of 2025
        "chongqing": Region("chongqing", 37595, resident_basic_pension_counts=day >= date(2026, 1, 1)),
        # 三级、四级精神和智力残疾
        "guangdong": Region("guangdong", 49327, mental_levels=("1", "2", "3", "4")),
        # 城市每人每月914元，农村每人每年5268元
        "lanzhou": Region("lanzhou", 25011, urban=Decimal(914), rural=Decimal(5268) / 12),
        # 当地最低工资标准的25%; 特殊情况不超过12个月
        "dazhou": Region("dazhou", 32514, job_cost=Decimal("0.25") * 1970, grace_months=12),
    }[name]
