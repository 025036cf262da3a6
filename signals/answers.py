"""Rows of answers: what a row must hold to be taken, and what is wrong with one that does not.

In: the cells of a row by column. Out: an `Answer`, or `Problem`s that name the cell and what was expected.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from signals.words import OUTCOME

HEADERS = {
    "signal_id": "预警编号",
    "result": "处理结果",
    "date": "日期",
    "note": "备注",
    "until": "有效期至",
    "who": "经办人",
}
NEEDED = ("signal_id", "result", "date")
ANSWER = tuple(name for name in HEADERS if name != "signal_id")
RESULTS = {code: code for code in OUTCOME} | {title: code for code, title in OUTCOME.items()}
LONG_NUMBER = re.compile(r"(?<!\d)(\d{6})\d{5,8}(\d{3}[\dXx])(?!\d)")
DATE = re.compile(r"(\d{4})(?:-|/|\.|年)?(\d{1,2})(?:-|/|\.|月)?(\d{1,2})日?(?:[ T]00:00(?::00(?:\.0+)?)?)?")
EXCEL_DAY_ZERO = date(1899, 12, 30)


Answer = list[str | date | None]
"""Signal, day, result, department, note, who, until."""


@dataclass(frozen=True)
class Problem:
    """A cell that cannot be used: `row` as the sheet numbers it (the header is row 1); `sheet` "" where there is but one."""

    sheet: str
    row: int
    column: str
    value: str | None
    expected: str

    def __str__(self) -> str:
        found = "blank" if self.value is None else repr(masked(self.value))
        sheet = f"sheet {self.sheet}, " if self.sheet else ""
        return (
            f"{sheet}row {self.row}, {self.column} {HEADERS[self.column]}: {found}; expected {self.expected}"
        )


@dataclass(frozen=True)
class Signal:
    """What the ledger knows of a signal that is answered."""

    department: str
    first_seen: date
    merged_into: str
    """Signal it is part of now, else ""."""


def masked(text: str) -> str:
    """`text` with the middle of every number as long as an identity number starred."""
    return LONG_NUMBER.sub(r"\1********\2", text)


def check(
    at: tuple[str, int], cells: dict[str, str | None], signals: dict[str, Signal], today: date
) -> tuple[list[Problem], Answer]:
    """What is wrong with a row (`at`: sheet and row), and the answer it gives when nothing is."""
    problems: list[Problem] = []

    def wrong(column: str, expected: str) -> None:
        problems.append(Problem(*at, column, cells.get(column), expected))

    signal_id = _plain(cells["signal_id"])
    signal = signals.get(signal_id)
    if signal is None:
        wrong("signal_id", "the number of a signal that was published, such as P01-1024")
    elif signal.merged_into:
        wrong("signal_id", f"{signal.merged_into}, into which this signal was merged")
    result = RESULTS.get(_plain(cells["result"]).lower())
    if result is None:
        wrong("result", "one of " + ", ".join(f"{code} {title}" for code, title in OUTCOME.items()))
    day = _day(cells["date"])
    if day is None:
        wrong("date", "a date such as 2025-11-30")
    elif day > today:
        wrong("date", f"a date up to today, {today}")
    elif signal and day < signal.first_seen:
        wrong("date", f"a date from {signal.first_seen}, when the signal was first seen")
    until = _day(cells.get("until"))
    if cells.get("until") and until is None:
        wrong("until", "a date such as 2026-05-31")
    elif result == "dismissed" and (until is None or (day and until <= day)):
        wrong("until", "for a dismissal, a date after the date of the answer")
    elif result and result != "dismissed" and until:
        wrong("until", "nothing: only a dismissal (dismissed 暂不处理) has an end")
    for column, what in (("note", "the reason"), ("who", "who decided it")):
        if result == "dismissed" and not cells.get(column):
            wrong(column, f"for a dismissal, {what}")
    note = masked(cells.get("note") or "") or None
    who = masked(cells.get("who") or "") or None
    return problems, [signal_id, day, result, signal.department if signal else None, note, who, until]


def disputed(answers: list[tuple[tuple[str, int], Answer]]) -> list[Problem]:
    """Rows that dismiss a signal, and those that say otherwise of it on the same day: none tells what holds."""
    said: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
    for _, (signal_id, day, result, *_, until) in answers:
        said.setdefault((signal_id, day), set()).add((result, until))
    return [
        Problem(
            *at,
            "result",
            OUTCOME[str(answer[2])],
            "one answer about a signal on a day; other rows say otherwise",
        )
        for at, answer in answers
        if len(kinds := said[answer[0], answer[1]]) > 1 and "dismissed" in {result for result, _ in kinds}
    ]


def _plain(text: str | None) -> str:
    """What was typed, full-width characters as plain ones, without outer blanks."""
    return unicodedata.normalize("NFKC", text or "").strip()


def _day(text: str | None) -> date | None:
    """A date as people and spreadsheets write it; None when it is none."""
    text = _plain(text)
    if re.fullmatch(r"\d{5}(\.0)?", text):
        return EXCEL_DAY_ZERO + timedelta(days=int(text[:5]))
    found = DATE.fullmatch(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
