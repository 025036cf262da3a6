"""Residual mentions as distinct profiles, and the rows of people with a number, under the model's column
names.

In: the tables of `exact`.  Out: temp tables `mx_profile` (pid, mention, lead, exact_key, number_status,
columns of the model), `mx_member` (mention, pid), the view `mx_row` (exact_key, number_status, columns of the model).
"""

from __future__ import annotations

import duckdb

from matching import statements
from matching.model import Model


def entity_columns(model: Model) -> str:
    """The model's columns of a record with a usable number, as an SQL list over `mx_in`."""
    return ", ".join(f"{c.entity or c.residual} AS {name}" for name, c in model.columns.items())


def collapse(con: duckdb.DuckDBPyConnection, model: Model, decisions: str | None, shown: str) -> None:
    """Collapse what the exact stage left, and what a reviewer's *not same* takes out of a number or profile.

    `shown`: SQL over `mx_in`; of mentions that say the same, the one with the least of it stands for all.
    """
    columns = model.columns
    con.execute("CREATE OR REPLACE TEMP TABLE mx_apart (mention UBIGINT)")
    if decisions and statements.count(con, decisions):
        statements.run(con, "engine_apart.sql", decisions=decisions)
    con.execute("CREATE OR REPLACE TEMP TABLE mx_away (mention UBIGINT)")
    statements.run(
        con,
        "engine_profiles.sql",
        residual=", ".join(f"{c.residual} AS {name}" for name, c in columns.items()),
        entity=entity_columns(model),
        names=", ".join(columns),
        same=" AND ".join(f"p.{name} IS NOT DISTINCT FROM r.{name}" for name in columns),
        status=model.number_status,
        doubt=model.exact.doubt,
        shown=shown,
    )
    if "number" in columns and (who := model.told_apart_by):
        statements.run(con, "engine_stopgap.sql", who=who, beyond=str(model.exact.beyond))
    con.execute("INSERT INTO mx_away SELECT mention FROM mx_residual WHERE exact_key IS NOT NULL")
