"""What a checked file depends on besides its delivery: contract, checker and macros, as one short hash.

In: a connection with the macros, a contract.  Out: the ``<code>`` in the names of checked files.
"""

import hashlib
import re
import weakref
from functools import cache
from pathlib import Path

import duckdb

from data_contracts.contract import Contract

MODULES = (
    "check.py",
    "checking.py",
    "contract.py",
    "macros.sql",
    "quarantine.py",
    "reading.py",
    "sql.py",
    "writing.py",
)
# Macros that the checker calls; those that these call are followed.
MACROS = (
    "fold_text",
    "id_fold",
    "parse_amount",
    "parse_date",
    "parse_int",
    "parse_month",
    "row_key",
)


# Listing a connection's macros costs more than checking a small batch.
_known: "weakref.WeakKeyDictionary[duckdb.DuckDBPyConnection, str]" = weakref.WeakKeyDictionary()


def code_of(con: duckdb.DuckDBPyConnection, contract: Contract) -> str:
    """Twelve hex digits over the contract, this room's code and the definitions of the macros in ``con``.

    The macros are looked at once per connection, when it is first used here.
    """
    if con not in _known:
        _known[con] = "\n".join(_definitions(con))
    text = "\n".join((contract.fingerprint, _modules(), duckdb.__version__, _known[con]))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@cache
def _modules() -> str:
    found = hashlib.sha256()
    for name in MODULES:
        found.update((Path(__file__).parent / name).read_bytes())
    return found.hexdigest()


def _definitions(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute(
        "SELECT function_name, macro_definition FROM duckdb_functions() "
        "WHERE function_type = 'macro' AND NOT internal ORDER BY ALL"
    ).fetchall()
    defined = {str(name): str(definition) for name, definition in rows}
    wanted, waiting = set(), [name for name in MACROS if name in defined]
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += [n for n in re.findall(r"(\w+)\"?\(", defined[name]) if n in defined]
    return [defined[name] for name in sorted(wanted)]
