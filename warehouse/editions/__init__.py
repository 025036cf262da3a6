"""Editions: the published warehouse cut to what an audience may see.

In: a published warehouse, an audience. Out: a DuckDB file with the same schemas. `analyst`: the whole province, names, numbers and
telephones masked; `county:<6 digits>`: that county's people in full, nobody else; `department:<code>`: whom a signal for the
department is about, and the columns it needs to act.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import duckdb

from warehouse.errors import AudienceError
from warehouse.schema import create_schema, create_views

DEPARTMENTS = ("mz", "jy", "rs", "wj", "yb", "cl", "ny", "zj", "yj", "rx", "county", "town")
_KEYS = {
    "analyst": ("", "analyst"),
    "county": (r"\d{6}", "county:<6 digits>"),
    "department": ("|".join(DEPARTMENTS), f"department:<one of {', '.join(DEPARTMENTS)}>"),
}


@dataclass(frozen=True)
class Audience:
    """Who an edition is for: `kind` (analyst, county, department) and the county or department."""

    kind: str
    key: str

    @property
    def file(self) -> str:
        """Name of the edition's file."""
        return f"{self.kind}-{self.key}.duckdb" if self.key else f"{self.kind}.duckdb"


def audience(name: str) -> Audience:
    """The audience that `name` means. Raises AudienceError for any other name."""
    kind, colon, key = name.partition(":")
    if kind not in _KEYS or bool(colon) != bool(_KEYS[kind][0]) or not re.fullmatch(_KEYS[kind][0], key):
        known = ", ".join(shown for _, shown in _KEYS.values())
        raise AudienceError(f"no audience {name!r}. There are: {known}.")
    return Audience(kind, key)


def write_edition(con: duckdb.DuckDBPyConnection, warehouse: Path, reader: Audience) -> int:
    """Fill the main database of `con`, which is empty, with the edition of `warehouse` for `reader`; the people in it."""
    con.execute(f"ATTACH {_literal(str(warehouse))} AS whole (READ_ONLY)")
    create_schema(con)
    con.execute(f"SET VARIABLE audience_key = {_literal(reader.key)}")
    con.execute(_read("masks"))
    con.execute(_read(reader.kind))
    if reader.kind != "department":
        create_views(con)
    con.execute("DETACH whole; CHECKPOINT")
    row = con.execute("SELECT count(*) FROM core.person").fetchone()
    return int(row[0]) if row else 0


def _read(name: str) -> str:
    return files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
