"""Deliver a published night: plan, word, write the outbox, remember.

In: a connection whose main database is the published warehouse, with the ledger attached for writing and, where
there are hotline tickets, `fact`. The same night delivered again writes the same files and remembers the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from signals.delivery.outbox import write_outbox
from signals.life import create
from signals.rules import Rule, load_rules
from signals.words import DATASET, DEPARTMENT, FACT, OUTCOME, STATUS, TOPIC_OFFICE, VALUE
from signals.workdays import after_workdays

HERE = Path(__file__).parent
URGENT_DAYS = 3
"""What has to be done within so many working days never waits for a later portion."""
ACTION = {
    "policy_gap": "请核实并落实到位",
    "new_hardship": "请核实困难情形并及时救助帮扶",
    "may_qualify": "请主动告知政策和申请途径",
    "may_exit": "请核实并按规定动态管理",
    "duplicate": "请核对并规范待遇",
    "complex": "请提请县级协调机制一事一议",
    "data": "请核对并更正源数据",
}
NO_TICKETS = (
    "SELECT NULL::VARCHAR AS ticket_no, NULL::DATE AS received_on, NULL::VARCHAR AS topic, "
    "NULL::VARCHAR AS county_code, NULL::DATE AS closed_on, NULL::UBIGINT AS row_key WHERE false"
)


@dataclass(frozen=True)
class DeliveryReport:
    """Signals told tonight as new, still open or gone; held back for later nights; offices written to."""

    new: int
    open: int
    resolved: int
    waiting: int
    offices: int


def deliver(
    con: duckdb.DuckDBPyConnection,
    outbox: Path,
    as_of: date,
    portion: int,
    portions: Mapping[str, int] | None = None,
    accepted: Iterable[Path] = (),
    beside: Path | None = None,
    ledger: str = "ledger",
    extra_rules: Path | None = None,
) -> DeliveryReport:
    """Write the outbox of `as_of` and remember it in `ledger`.

    `portion`: the most signals that are not urgent a department of a county gets as new in one night;
    `portions`: counties with another number. `accepted`: Parquet files of accepted rows (row_key, county_code as
    delivered), from which towns and villages are read. `beside`: a folder on the same disk as `outbox` to write in.
    """
    create(con, ledger)
    _set_table(con, load_rules(extra_rules), as_of, portion, portions or {})
    _run(con, "answers.sql", ledger=ledger)
    _run(con, "plan.sql", ledger=ledger)
    _areas(con, list(accepted))
    _run(con, "why.sql")
    _run(con, "leads.sql", tickets=_tickets(con))
    _run(con, "items.sql")
    _run(con, "worklist.sql")
    offices = write_outbox(con, outbox, beside or outbox / ".new", as_of)
    counts = dict(con.execute("SELECT change, count(*) FROM planned GROUP BY ALL").fetchall())
    waiting = con.execute("SELECT count(*) FROM waiting").fetchone()
    _run(con, "commit.sql", ledger=ledger)
    return DeliveryReport(
        counts.get("new", 0),
        counts.get("open", 0),
        counts.get("resolved", 0),
        waiting[0] if waiting else 0,
        offices,
    )


def _run(con: duckdb.DuckDBPyConnection, name: str, **names: str) -> None:
    sql = (HERE / name).read_text("utf-8")
    for placeholder, value in names.items():
        sql = sql.replace(f"${placeholder}", value)
    con.execute(sql)


def _set_table(
    con: duckdb.DuckDBPyConnection,
    rules: list[Rule],
    as_of: date,
    portion: int,
    portions: Mapping[str, int],
) -> None:
    """Variables and small tables that the SQL reads: rules, labels, words, portions."""
    con.execute(f"SET VARIABLE delivery_as_of = DATE '{as_of}'")
    con.execute(f"SET VARIABLE delivery_portion = {portion:d}")
    words = {**VALUE, **DATASET, **{rule.code: rule.title for rule in rules}}
    words |= {f"{fact} {code}": text for fact, texts in FACT.items() for code, text in texts.items()}
    for name, pairs in {
        "words": words,
        "status": STATUS,
        "offices": TOPIC_OFFICE,
        "departments": DEPARTMENT,
        "outcomes": OUTCOME,
    }.items():
        con.execute(f"SET VARIABLE delivery_{name} = {_map(pairs)}")
    con.execute(f"SET VARIABLE delivery_portions = {_map(portions)}::MAP(VARCHAR, INTEGER)")
    due = {days: after_workdays(as_of, days) for days in {rule.days for rule in rules}}
    con.execute(
        "CREATE OR REPLACE TEMP TABLE delivery_rule "
        "(rule VARCHAR, days INTEGER, urgent BOOLEAN, due_on DATE, action VARCHAR);"
        "CREATE OR REPLACE TEMP TABLE delivery_label (rule VARCHAR, fact VARCHAR, label VARCHAR)"
    )
    con.executemany(
        "INSERT INTO delivery_rule VALUES (?, ?, ?, ?, ?)",
        [
            [r.code, r.days, r.days <= URGENT_DAYS, due[r.days], r.action or ACTION.get(r.category)]
            for r in rules
        ],
    )
    con.executemany(
        "INSERT INTO delivery_label VALUES (?, ?, ?)",
        [[rule.code, fact, label] for rule in rules for fact, label in rule.evidence.items()],
    )


def _map(pairs: Mapping[str, str] | Mapping[str, int]) -> str:
    """A MAP literal of text; numbers are cast by the reader."""

    def quoted(text: object) -> str:
        return "'" + str(text).replace("'", "''") + "'"

    return (
        "MAP {" + ", ".join(f"{quoted(key)}: {quoted(value)}" for key, value in sorted(pairs.items())) + "}"
    )


def _areas(con: duckdb.DuckDBPyConnection, accepted: list[Path]) -> None:
    """`delivery_area`: towns and villages (9 or 12 digits) of the rows that persons and households come from."""
    con.execute("CREATE OR REPLACE TEMP TABLE delivery_area (row_key UBIGINT, area VARCHAR)")
    if accepted:
        con.execute(
            "INSERT INTO delivery_area SELECT row_key, CASE WHEN length(code) >= 12 THEN left(code, 12) ELSE left(code, 9) END "
            "FROM (SELECT row_key, regexp_extract(translate(county_code, '０１２３４５６７８９', '0123456789'), '\\d{9,}') AS code "
            "FROM read_parquet(?)) WHERE length(code) >= 9 AND code[7:9] <> '000' AND row_key IN "
            "(SELECT county_code_row FROM core.person UNION ALL SELECT row_key FROM core.household)",
            [[str(path) for path in accepted]],
        )


def _tickets(con: duckdb.DuckDBPyConnection) -> str:
    found = con.execute(
        "SELECT count(*) FROM (SELECT database_name, table_name FROM duckdb_tables() UNION ALL "
        "SELECT database_name, view_name FROM duckdb_views()) AS t(d, n) WHERE d = 'fact' AND n = 'rx_ticket'"
    ).fetchone()
    return "SELECT * FROM fact.rx_ticket" if found and found[0] else NO_TICKETS
