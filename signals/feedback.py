"""What departments did about signals: their answers, checked row by row, kept in the ledger for ever.

In: sheets with one answer a row (the workbooks of the outbox come with the columns to fill in) and the
attached ledger. Out: rows of `signal_feedback` and `signal_dismissal`, and a `FeedbackReport`: good rows are
kept, bad ones listed. Importing a file again changes nothing.

A dismissal (暂不处理) needs a reason and an end; it holds from its date until that end, or until a later
answer about the same signal, of the same day too when it comes in later. No other answer changes what a signal is: only the facts do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from signals.answers import ANSWER, HEADERS, NEEDED, Answer, Problem, Signal, check, disputed
from signals.errors import SignalsError
from signals.life import create, run_file
from signals.sheet import Sheet, read_sheets


@dataclass
class FeedbackReport:
    """Rows of the sheets that take answers: `kept` per outcome, `known` from earlier imports, `unanswered`, and the problems."""

    rows: int = 0
    kept: dict[str, int] = field(default_factory=dict)
    known: int = 0
    unanswered: int = 0
    problems: list[Problem] = field(default_factory=list)


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
    answers: list[tuple[tuple[str, int], Answer]] = []
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
            problems, answer = check(at, cells, signals, today)
            report.problems += problems
            if not problems:
                answers.append((at, answer))
    report.problems += (at_odds := disputed(answers))
    refused = {(problem.sheet, problem.row) for problem in at_odds}
    _keep(con, [answer for at, answer in answers if at not in refused], report, ledger)
    return report


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


def _signals(con: duckdb.DuckDBPyConnection, ledger: str) -> dict[str, Signal]:
    rows = con.execute(
        f"SELECT signal_id, arg_max(department, as_of), min(first_seen), "
        f"arg_max(CASE WHEN status = 'merged' THEN into_signal_id ELSE '' END, as_of) "
        f"FROM {ledger}.signal_event GROUP BY signal_id"
    ).fetchall()
    return {row[0]: Signal(*row[1:]) for row in rows}


def _keep(
    con: duckdb.DuckDBPyConnection,
    answers: list[Answer],
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
