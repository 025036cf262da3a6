"""`doudi explain`: a person, a link or a signal of the published night, in words. Names and numbers are masked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from flows.errors import UsageError
from flows.home import attach_ledger, mentions_of_night, warehouse_of
from flows.links import link_of, row_key
from flows.published import published
from flows.settings import read_settings

if TYPE_CHECKING:
    from matching.explain import Pair

_LABELS = {
    "zh": {
        "person": "人员",
        "record": "最佳记录",
        "records": "来源记录",
        "links": "证据",
        "considered": "另外考虑过的",
        "issues": "身份问题",
        "chain": "救助链",
        "yuan": "元",
        "because": "依据",
        "bits": "比特",
        "total": "合计",
    },
    "en": {
        "person": "Person",
        "record": "Best record",
        "records": "Source rows",
        "links": "Evidence",
        "considered": "Also considered",
        "issues": "Identity issues",
        "chain": "Assistance chain",
        "yuan": "yuan",
        "because": "Because",
        "bits": "bits",
        "total": "in all",
    },
}
_SHOWN = (
    "name",
    "id_text",
    "id_number",
    "id_status",
    "sex",
    "birth_date",
    "county_code",
    "phone",
    "household_id",
)


@contextmanager
def _published(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Read-only connection to the published warehouse with the normalising macros. Raises UsageError when nothing is published."""
    from transforms.normalise import register

    read_settings(home)
    warehouse = warehouse_of(home)
    if published(warehouse) is None:
        raise UsageError(
            f"nothing is published in {home} yet. Run a night first: doudi run --inbox DIR --home {home}"
        )
    with duckdb.connect(str(warehouse), read_only=True) as con:
        register(con)
        yield con


def signal(home: Path, signal_id: str) -> str:
    """Why a signal stands, in Chinese, as a caseworker would read it to the person concerned."""
    from signals.explain import explain_signal

    with _published(home) as con:
        attach_ledger(con, home)
        return explain_signal(con, signal_id, "ledger", home / "rules")


def person(home: Path, person_id: int, language: str = "zh") -> str:
    """Who a person is: best record, every source row and why it is there, pairs left open; help and warnings so far."""
    from matching.explain import explain_person

    words = _words(language)
    with _published(home) as con:
        found = explain_person(con, mentions_of_night(home, con), home / "match", person_id, language)
        lines = [
            f"{words['person']} {person_id}",
            f"{words['record']}: {_said(found.person)}",
            f"{words['records']} ({len(found.records)})",
        ]
        lines += [f"  {link_of(con, r['mention'])}  {_said(r)}\n      {r['sentence']}" for r in found.records]
        lines += _pairs(con, words["links"], found.links, words) + _pairs(
            con, words["considered"], found.considered, words
        )
        if found.issues:
            lines += [words["issues"]] + [
                f"  {i['kind']}: {link_of(con, i['mention'])} {i['detail'] or ''}" for i in found.issues
            ]
        lines += _chain(con, person_id, words)
    return "\n".join(lines)


def link(home: Path, link_id: str, language: str = "zh") -> str:
    """Why the source row `dataset/batch/file:row` was given to its person."""
    from matching.explain import explain_link

    words = _words(language)
    with _published(home) as con:
        key = row_key(con, link_id)
        found = explain_link(con, mentions_of_night(home, con), home / "match", key, language)
        lines = [
            f"{link_id} → {words['person']} {found.person_id}",
            f"  {_said(found.record)}",
            f"{words['because']}: {found.sentence}",
        ]
        lines += _pairs(con, words["links"], found.links, words) + _pairs(
            con, words["considered"], found.considered, words
        )
    return "\n".join(lines)


def _chain(con: duckdb.DuckDBPyConnection, person_id: int, words: dict[str, str]) -> list[str]:
    from signals.words import DEPARTMENT

    query = Path(__file__).with_name("chain.sql").read_text(encoding="utf-8")
    events = con.execute(query, {"person": person_id}).fetchall()
    lines = [f"{words['chain']} ({len(events)})"] if events else []
    for day, department, detail, amount in events:
        paid = f"  {amount:,.2f} {words['yuan']}" if amount is not None else ""
        lines.append(f"  {day}  {DEPARTMENT.get(department, department)}  {detail}{paid}")
    return lines


def _words(language: str) -> dict[str, str]:
    if language not in _LABELS:
        raise UsageError(f"--language {language!r}: there are zh and en.")
    return _LABELS[language]


def _said(record: dict[str, Any]) -> str:
    return " ".join(str(record[name]) for name in _SHOWN if record.get(name) is not None)


def _pairs(con: duckdb.DuckDBPyConnection, title: str, pairs: list[Pair], words: dict[str, str]) -> list[str]:
    lines = [title] if pairs else []
    for pair in pairs:
        lines.append(f"  {link_of(con, pair.record_a['mention'])}  {_said(pair.record_a)}")
        lines.append(f"  {link_of(con, pair.record_b['mention'])}  {_said(pair.record_b)}")
        lines.append(f"    {pair.verdict}")
        lines += [f"    {step.bits:+7.2f} {words['bits']}  {step.sentence}" for step in pair.steps]
        if pair.score is not None:
            lines.append(f"    {pair.score:+7.2f} {words['bits']}  {words['total']}")
    return lines
