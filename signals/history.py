"""What happened to a signal, day by day, in Chinese: its turns, whom it was told, what was said about it.

In: a row of `mart.signal`, and the ledger where it is attached. Out: lines without names or numbers of people.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb

from signals.life import has_table
from signals.words import DEPARTMENT, EVENT, OUTCOME


def history(con: duckdb.DuckDBPyConnection, signal: dict[str, Any], ledger: str | None) -> str:
    """The history of a signal; without a ledger what `mart.signal` says of it."""
    lines = [
        f"  首次发现 {signal['first_seen']}，最近一次 {signal['last_seen']}，"
        f"消除后再现 {signal['reopened_count']} 次"
    ]
    if signal["resolved_on"]:
        lines.append(f"  {signal['resolved_on']} 情形消除")
    if ledger:
        events = _events(con, signal["signal_id"], ledger)
        told = sorted([*events, *_answers(con, signal["signal_id"], ledger)], key=_day)
        dated = [f"  {day} {text}".rstrip() for day, text in told]
        lines = dated if events else lines + dated
    return "经过\n" + "\n".join(lines)


def _events(con: duckdb.DuckDBPyConnection, signal_id: str, ledger: str) -> list[tuple[date, str]]:
    """Turns in the life of the signal; of mergers also with which signals."""
    rows = con.execute(
        f"SELECT e.as_of, e.event, e.into_signal_id, string_agg(m.signal_id, '、' ORDER BY m.signal_id) FROM {ledger}.signal_event e "
        f"LEFT JOIN {ledger}.signal_event m ON m.event = 'merged' AND m.into_signal_id = e.signal_id AND m.as_of = e.as_of "
        "WHERE e.signal_id = ? GROUP BY ALL ORDER BY e.as_of",
        [signal_id],
    ).fetchall()
    return [
        (day, EVENT.get(event, event) + (f"（{other}）" if other else ""))
        for day, event, into, taken_over in rows
        for other in [into if event == "merged" else taken_over]
    ]


def _day(told: tuple[date, str]) -> date:
    return told[0]


def _answers(con: duckdb.DuckDBPyConnection, signal_id: str, ledger: str) -> list[tuple[date, str]]:
    """What departments were told and what they said about the signal, in order of date."""
    said = _deliveries(con, signal_id, ledger)
    said += [
        (
            day,
            f"{DEPARTMENT.get(department, department or '部门')}反馈：{OUTCOME.get(outcome, outcome)} {note or ''}",
        )
        for day, department, outcome, note in con.execute(
            f"SELECT received_on, department, outcome, note FROM {ledger}.signal_feedback WHERE signal_id = ? ORDER BY ALL",
            [signal_id],
        ).fetchall()
    ]
    for day, until, reason, undone in con.execute(
        f'SELECT dismissed_on, "until", reason, undone_on FROM {ledger}.signal_dismissal WHERE signal_id = ? ORDER BY ALL',
        [signal_id],
    ).fetchall():
        said.append((day, f"人工解除（至 {until or '长期'}）：{reason}"))
        if undone and (until is None or undone < until):
            said.append((undone, "人工解除提前终止"))
    return sorted(said, key=_day)


def _deliveries(con: duckdb.DuckDBPyConnection, signal_id: str, ledger: str) -> list[tuple[date, str]]:
    """When which office was told of the signal, and that it has nothing more to do: gone, dismissed or merged."""
    if not has_table(con, ledger, "signal_delivery"):
        return []
    return [
        (
            day,
            f"推送{DEPARTMENT.get(department, department)}（{county}），办结期限 {due}"
            if change == "new"
            else f"告知{DEPARTMENT.get(department, department)}（{county}）此预警不再待办",
        )
        for day, department, county, change, due in con.execute(
            f"SELECT as_of, department, county_code, change, due_on FROM {ledger}.signal_delivery WHERE signal_id = ? ORDER BY ALL",
            [signal_id],
        ).fetchall()
    ]
