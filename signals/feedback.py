"""What departments did about signals: their answers, checked row by row, kept in the ledger for ever.

In: sheets with one answer a row (the workbooks of the outbox come with the columns to fill in) and the
attached ledger. Out: rows of `signal_feedback` and `signal_dismissal`, and a `FeedbackReport`: good rows are
kept, bad ones listed. Importing a file again changes nothing.

A dismissal (暂不处理) needs a reason and an end; it holds from its date until that end, or until a later
answer about the same signal. No other answer changes what a signal is: only the facts do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import duckdb

from signals.errors import SignalsError
from signals.life import create, run_file
from signals.sheet import Sheet, read_sheets
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


@dataclass
class FeedbackReport:
    """Rows of the sheets that take answers: `kept` per outcome, `known` from earlier imports, `unanswered`, and the problems."""

    rows: int = 0
    kept: dict[str, int] = field(default_factory=dict)
    known: int = 0
    unanswered: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Signal:
    department: str
    first_seen: date
    merged_into: str
    """Signal it is part of now, else ""."""


def import_feedback(
    con: duckdb.DuckDBPyConnection, path: Path, today: date, ledger: str = "ledger"
) -> FeedbackReport:
    """Take the answers of `path` into the attached database `ledger`, inside the caller's transaction.

    `today`: the last day an answer can bear. Raises `SignalsError` when the file or a needed column cannot be
    read; what is wrong with single rows is in the report.
    """
    create(con, ledger)
    sheets = read_sheets(path)
    report = FeedbackReport()
    signals = _signals(con, ledger)
    answers: list[list[str | date | None]] = []
    for sheet in [sheet for sheet in sheets if _takes_answers(sheet)] or sheets[:1]:
        where = f"{path.name}, sheet {sheet.title}" if len(sheets) > 1 else path.name
        places = _places(where, sheet.names)
        report.rows += len(sheet.rows)
        for number, row in enumerate(sheet.rows, start=2):
            cells = {name: row[place] for name, place in places.items()}
            if not any(cells.get(name) for name in ANSWER):
                report.unanswered += 1
                continue
            at = (sheet.title if len(sheets) > 1 else "", number)
            problems, answer = _check(at, cells, signals, today)
            report.problems += problems
            if not problems:
                answers.append(answer)
    _keep(con, answers, report, ledger)
    return report


def masked(text: str) -> str:
    """`text` with the middle of every number as long as an identity number starred."""
    return LONG_NUMBER.sub(r"\1********\2", text)


def _takes_answers(sheet: Sheet) -> bool:
    """Whether a sheet has a column to answer in (what is told to be gone, and leads of the hotline, have none)."""
    given = {name.lower() for name in sheet.names}
    return any({name, HEADERS[name]} & given for name in NEEDED if name != "signal_id")


def _places(file: str, names: list[str]) -> dict[str, int]:
    """Column → its place in the sheet, by English or Chinese name."""
    folded = [name.lower() for name in names]
    places = {}
    for name, title in HEADERS.items():
        found = [place for place, given in enumerate(folded) if given in (name, title)]
        if len(found) > 1:
            raise SignalsError(f"{file}: column {name} {title} is there {len(found)} times; keep one")
        if found:
            places[name] = found[0]
        elif name in NEEDED:
            raise SignalsError(
                f"{file}: column {name} {title} is missing; the first row has {', '.join(names) or 'nothing'}"
            )
    return places


def _signals(con: duckdb.DuckDBPyConnection, ledger: str) -> dict[str, _Signal]:
    rows = con.execute(
        f"SELECT signal_id, arg_max(department, as_of), min(first_seen), "
        f"arg_max(CASE WHEN status = 'merged' THEN into_signal_id ELSE '' END, as_of) "
        f"FROM {ledger}.signal_event GROUP BY signal_id"
    ).fetchall()
    return {row[0]: _Signal(*row[1:]) for row in rows}


def _check(
    at: tuple[str, int], cells: dict[str, str | None], signals: dict[str, _Signal], today: date
) -> tuple[list[Problem], list[str | date | None]]:
    """What is wrong with a row (`at`: sheet and row), and the answer it gives when nothing is."""
    problems: list[Problem] = []

    def wrong(column: str, expected: str) -> None:
        problems.append(Problem(*at, column, cells.get(column), expected))

    signal_id = (cells["signal_id"] or "").strip()
    signal = signals.get(signal_id)
    if signal is None:
        wrong("signal_id", "the number of a signal that was published, such as P01-1024")
    elif signal.merged_into:
        wrong("signal_id", f"{signal.merged_into}, into which this signal was merged")
    result = RESULTS.get((cells["result"] or "").lower())
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


def _day(text: str | None) -> date | None:
    """A date as people and spreadsheets write it; None when it is none."""
    text = (text or "").strip()
    if re.fullmatch(r"\d{5}(\.0)?", text):
        return EXCEL_DAY_ZERO + timedelta(days=int(text[:5]))
    found = DATE.fullmatch(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _keep(
    con: duckdb.DuckDBPyConnection,
    answers: list[list[str | date | None]],
    report: FeedbackReport,
    ledger: str,
) -> None:
    con.execute(
        "CREATE OR REPLACE TEMP TABLE answer (signal_id VARCHAR, day DATE, result VARCHAR, "
        'department VARCHAR, note VARCHAR, who VARCHAR, "until" DATE)'
    )
    if answers:
        con.executemany("INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?)", answers)
    run_file(con, "feedback.sql", ledger=ledger)
    report.kept = dict(
        con.execute("SELECT result, count(*) FROM new_answer GROUP BY ALL ORDER BY 1").fetchall()
    )
    report.known = len(answers) - sum(report.kept.values())
    con.execute("DROP TABLE new_answer; DROP TABLE answer")
