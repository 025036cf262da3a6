"""Why a signal is there, in Chinese, as a caseworker would read it to the person concerned.

In: a connection to a published warehouse (`mart.signal`), and the ledger where it is attached. Out: text
without names or numbers of people. Errors: `SignalsError` when there is no such signal.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb

from signals.errors import NoSuchSignal
from signals.history import history
from signals.rules import Rule, load_rules
from signals.words import CATEGORY, DATASET, DEPARTMENT, LINK, STATUS, UNIT, shown

MOST_ROWS = 20
COLUMNS = (
    "signal_id, rule, title, category, subject_kind, person_id, household_id, batch_ref, department, "
    "county_code, severity, status, first_seen, last_seen, due_on, resolved_on, reopened_count, "
    "identity_uncertain, evidence"
)


def explain_signal(
    con: duckdb.DuckDBPyConnection, signal_id: str, ledger: str | None = None, extra_rules: Path | None = None
) -> str:
    """The rule, its parameters with their documents, the values of the case, source rows and history.

    `ledger`: name of the attached ledger for the history; without it the history is what `mart.signal` says.
    """
    row = con.execute(f"SELECT {COLUMNS} FROM mart.signal WHERE signal_id = ?", [signal_id]).fetchone()
    if not row:
        raise NoSuchSignal(f"no signal '{signal_id}'; signal ids are in mart.signal, such as P01-1024")
    signal = dict(zip(COLUMNS.split(", "), row, strict=True))
    evidence = json.loads(signal["evidence"])
    rule = next((r for r in load_rules(extra_rules) if r.code == signal["rule"]), None)
    parts = [
        _heading(signal, _merged_into(con, signal, ledger)),
        _cases(evidence, rule),
        _basis(evidence),
        _rows(evidence),
        _identity(signal, evidence),
        history(con, signal, ledger),
        "本预警仅提示核查，不作为认定或取消待遇的依据。",
    ]
    return "\n\n".join(part for part in parts if part)


def _merged_into(con: duckdb.DuckDBPyConnection, signal: dict[str, Any], ledger: str | None) -> str | None:
    """The signal that goes on for one that was merged."""
    if not ledger or signal["status"] != "merged":
        return None
    row = con.execute(
        f"SELECT arg_max(into_signal_id, as_of) FROM {ledger}.signal_event WHERE signal_id = ?",
        [signal["signal_id"]],
    ).fetchone()
    return str(row[0]) if row and row[0] else None


def _heading(signal: dict[str, Any], merged_into: str | None) -> str:
    subject = {
        "person": f"人员 {signal['person_id']}",
        "household": f"家庭 {signal['household_id']}",
        "batch": f"批次 {signal['batch_ref']}",
    }[signal["subject_kind"]]
    more = f"，应于 {signal['due_on']} 前处置" if signal["status"] in ("new", "open") else ""
    more += f"，由 {merged_into} 承接" if merged_into else ""
    return "\n".join(
        [
            f"{signal['title']}（{signal['rule']}，{CATEGORY.get(signal['category'], signal['category'])}）",
            f"对象：{subject}" + (f"，所在县 {signal['county_code']}" if signal["county_code"] else ""),
            f"送：{DEPARTMENT.get(signal['department'], signal['department'])}，{signal['severity']} 级",
            f"状态：{STATUS[signal['status']]}{more}",
        ]
    )


def _cases(evidence: dict[str, Any], rule: Rule | None) -> str:
    labels = rule.evidence if rule else {}
    lines = [
        "；".join(f"{labels.get(name, name)}：{shown(value, name)}" for name, value in case.items())
        for case in evidence["cases"]
    ]
    return "为什么预警\n" + "\n".join(f"  {line}" for line in lines)


def _basis(evidence: dict[str, Any]) -> str:
    law = evidence["legal_basis"]

    def keys(name: str) -> set[str]:
        return {v["key"] for v in evidence["parameters"] if v["name"] == name and "key" in v}

    example = "参照外地文件：" if law.get("elsewhere") else ""
    lines = [f"  依据：{example}{law['document']}，{law['clause']}"]
    told = {str(fact) for case in evidence["cases"] for fact in case.values()}
    for value in evidence["parameters"]:
        if "key" in value and value["key"] not in told and told & keys(value["name"]):
            continue
        source = (
            "缺省值，无文件规定"
            if value.get("basis") == "default"
            else f"{value['document']}，{value['clause']}"
        )
        key = f"（{shown(value['key'])}）" if "key" in value else ""
        until = f"至 {value['until']} 止" if "until" in value else ""
        counted = isinstance(value["value"], int | float)
        unit = UNIT.get(value["unit"], value["unit"]) if counted else ""
        lines.append(
            f"  标准 {value['title']}{key}：{shown(value['value'])}"
            f"{unit}（{value['name']}），"
            f"自 {value['from']} 起{until}：{source}"
        )
    return "依据与标准\n" + "\n".join(lines)


def _rows(evidence: dict[str, Any]) -> str:
    rows = evidence["rows"]
    lines = [
        f"  {DATASET.get(row['dataset'], row['dataset'])}"
        f"（{row['dataset']}/{row['batch']}/{row['file']}:{row['row']}）"
        for row in rows[:MOST_ROWS]
    ]
    if len(rows) > MOST_ROWS:
        lines.append(f"  另有 {len(rows) - MOST_ROWS} 行")
    return "来源数据\n" + "\n".join(lines) if lines else ""


def _identity(signal: dict[str, Any], evidence: dict[str, Any]) -> str:
    identity = evidence["identity"]
    lines = []
    if identity["rules"]:
        lines.append("  身份关联：" + "、".join(LINK.get(rule, rule) for rule in identity["rules"]))
    if identity["lowest_score"] is not None:
        lines.append(f"  最弱一处关联的证据强度：{identity['lowest_score']:.1f} 比特")
    if signal["identity_uncertain"]:
        lines.append("  注意：所依据的身份关联尚待人工复核，或本人没有可用的证件号码，请先核对是否本人。")
    return "身份是否可靠\n" + "\n".join(lines) if lines else ""
