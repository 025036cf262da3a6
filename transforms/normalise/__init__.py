"""Normalising macros: one way to read a date, an amount, a number or a name, everywhere in doudi.

`register(con)` creates SQL macros in a DuckDB connection; docs/inside.md lists them. They are pure SQL, read
any column type, and raise on no value: what cannot be read is NULL. Each `.sql` file here holds one family.
"""

from functools import cache
from pathlib import Path

import duckdb

MACRO_FILES = (
    "text.sql",
    "dates.sql",
    "numbers.sql",
    "codes.sql",
    "identity.sql",
    "id_parse.sql",
    "names.sql",
    "row_keys.sql",
)


BLANKS = "".join(map(chr, [0x3000, 0xA0, *range(0x2002, 0x200B), 0x202F, 0x205F, 0x1680, *range(9, 14)]))
"""Every kind of blank; a space takes its place."""

ZERO_WIDTH = "".join(
    map(
        chr,
        [
            *range(0x200B, 0x2010),
            *range(0x2060, 0x206A),
            *range(0x202A, 0x202F),
            0xFEFF,
            0xAD,
            0x180E,
            0xFE0E,
            0xFE0F,
        ],
    )
)
"""Characters that cannot be seen; they go."""


def register(con: duckdb.DuckDBPyConnection) -> None:
    """Create the normalising macros in `con` (as temporary macros: they live as long as the connection).

    Calling it again does no harm. The macros hide nothing that a database attached to `con` may define.
    """
    con.execute(macro_sql())


@cache
def macro_sql() -> str:
    """All macro definitions as one SQL script, in the order they depend on each other."""
    script = "\n".join((Path(__file__).parent / name).read_text(encoding="utf-8") for name in MACRO_FILES)
    spaces = " " * len(BLANKS)
    return script.replace("$BLANKS", BLANKS).replace("$ZERO_WIDTH", ZERO_WIDTH).replace("$SPACES", spaces)
