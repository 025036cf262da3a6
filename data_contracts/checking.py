"""The queries over landed batches of one dataset: read every text once, then count, set aside and write.

In: a connection with the macros, a contract, landed Parquet files with the same columns.  Out: the read values in a
scratch file, ``_unusable``, counts per batch (by the place of its file), and the accepted and quarantined Parquet.
Reading a text into its type is what takes time, so it happens once; all else looks at what was read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from data_contracts import quarantine
from data_contracts.contract import Contract
from data_contracts.quarantine import NO_RIVALS, Rivals
from data_contracts.sql import LANDED_KEYS, identity_number, literal, nobody, readings
from data_contracts.writing import accepted_rows, copy, quarantined_rows

SCRATCH_OPTIONS = "FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE 20480"


@dataclass
class Counts:
    """What one batch holds: all rows, rows without an identity number, and by column what could not be read."""

    rows: int = 0
    blank_ids: int = 0
    lost: dict[str, int] = field(default_factory=dict)
    rivals: Rivals = NO_RIVALS
    unusable: int = 0


class Checking:
    """A check of batches of one dataset.  ``scratch``: a file that is written, for the caller to remove."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        contract: Contract,
        landed: Sequence[Path],
        columns: Sequence[str],
        scratch: Path,
    ) -> None:
        self.con, self.contract, self.landed, self.columns = con, contract, landed, columns
        self.scratch_file = scratch
        self.scratch = f"read_parquet({literal(str(scratch))})"
        self.readings = readings(contract, columns)
        by_name = {r.column.name: r for r in self.readings}
        self.nobody = nobody(contract, by_name)
        self.number = identity_number(contract, by_name)
        self.names = by_name.get("name") if contract.has_identity else None
        self.keys = [r for r in self.readings if r.is_key]
        self.fallible = [r for r in self.readings if r.can_lose]

    @property
    def table(self) -> str:
        """The landed rows, ``batch_no`` being the place of their file."""
        files = ", ".join(literal(str(path)) for path in self.landed)
        return f"(SELECT *, file_index AS batch_no FROM read_parquet([{files}]))"

    def run(self) -> list[Counts]:
        """Read, count and set aside; the counts of each batch."""
        self._read()
        found = [Counts() for _ in self.landed]
        totals = self._count(found)
        self._count_lost(found, totals)
        self._set_aside(found, totals)
        return found

    def _read(self) -> None:
        """Every column in its type, keys by which rows are compared, and flags, in the scratch file."""
        values = [f"{r.typed} AS {r.value}" for r in self.readings]
        values += [f"{r.key} AS {r.key_value}" for r in self.keys if r.key_value != r.value]
        flags = []
        for name, says_nothing, of in (
            ("blank_id", "contract_numberless", self.number),
            ("unnamed", "contract_blank", self.names),
        ):
            values.append(f"{f'{says_nothing}({of.raw})' if of else 'false'} AS {name}")
            flags.append(name)
        said = [f"{r.raw} IS NOT NULL AS said_{i}" for i, r in enumerate(self.fallible)]
        unread = " + ".join(
            f"CASE WHEN said_{i} AND {r.value} IS NULL THEN {1 << i} ELSE 0 END"
            for i, r in enumerate(self.fallible)
        )
        excluded = ", ".join(f"said_{i}" for i, _ in enumerate(self.fallible))
        self.con.execute(
            f"COPY (SELECT {f'* EXCLUDE ({excluded})' if excluded else '*'}, CAST({unread or '0'} AS BIGINT) AS unread "
            f"FROM (SELECT l.batch_no, l.source_file, l.file_no, l.source_row, {', '.join(values + said)} "
            f"FROM {self.table} l)) TO {literal(str(self.scratch_file))} ({SCRATCH_OPTIONS})"
        )

    def _count(self, found: list[Counts]) -> dict[str, bool]:
        """Fill rows and blank numbers of each batch; what is amiss in any of them."""
        keys = [r.key_value for r in self.keys]
        amiss = {
            "unnamed": "bool_or(unnamed)",
            "keyless": f"bool_or({' OR '.join(f'{key} IS NULL' for key in keys)})",
            "shared": f"count(DISTINCT hash({', '.join(keys)})) < count(*)",
            "unread": "coalesce(bit_or(unread), 0)",
        }
        missing = [r for r in self.readings if r.unusable and not r.is_key]
        amiss |= {r.value: f"bool_or({r.value} IS NULL)" for r in missing}
        rows = self.con.execute(
            f"SELECT batch_no, count(*), count(*) FILTER (blank_id), {', '.join(amiss.values())} "
            f"FROM {self.scratch} GROUP BY batch_no"
        ).fetchall()
        for number, count, blank_ids, *_ in rows:
            found[number].rows, found[number].blank_ids = count, blank_ids
        any_of: dict[str, Any] = dict.fromkeys(amiss, False) | {"unread": 0}
        for _, _, _, *values in rows:
            for name, value in zip(amiss, values, strict=True):
                any_of[name] |= value
        return any_of

    def _count_lost(self, found: list[Counts], amiss: dict[str, Any]) -> None:
        suspects = [(1 << i, r) for i, r in enumerate(self.fallible) if amiss["unread"] & (1 << i)]
        if not suspects:
            return
        parts = ", ".join(f"count(*) FILTER (unread & {bit} <> 0 AND {r.says})" for bit, r in suspects)
        for number, *counts in self.con.execute(
            f"SELECT batch_no, {parts} FROM {self.table} l "
            f"JOIN (SELECT batch_no, file_no, source_row, unread FROM {self.scratch} WHERE unread <> 0) t "
            "USING (batch_no, file_no, source_row) GROUP BY batch_no"
        ).fetchall():
            found[number].lost = {
                r.column.name: count for (_, r), count in zip(suspects, counts, strict=True) if count
            }

    def _set_aside(self, found: list[Counts], amiss: dict[str, Any]) -> None:
        """Fill ``_unusable``, as far as there is anything to find."""
        quarantine.create(self.con)
        failing = [r for r in self.readings if r.unusable and amiss["keyless" if r.is_key else r.value]]
        nobody = self.nobody if amiss["unnamed"] else None
        if failing or nobody:
            quarantine.add_unreadable(self.con, self.table, self.scratch, failing, nobody)
        if amiss["shared"]:
            delivered = [c for c in self.columns if c not in LANDED_KEYS]
            for number, rivals in quarantine.add_rivals(
                self.con, self.table, self.scratch, delivered, self.keys
            ).items():
                found[number].rivals = rivals
        for number, count in self.con.execute(
            "SELECT batch_no, count(*) FROM _unusable GROUP BY batch_no"
        ).fetchall():
            found[number].unusable = count

    def write_accepted(
        self, number: int, counts: Counts, batch: date, path: Path
    ) -> tuple[int, dict[str, int]]:
        """Write the typed rows of a batch; returns how many, and by column how many hold a value."""
        usable = accepted_rows(
            self.contract, self.readings, self.scratch, number, batch, bool(counts.unusable)
        )
        return copy(self.con, usable, path)

    def write_quarantine(self, number: int, counts: Counts, batch: date, path: Path) -> int:
        """Write the unusable rows of a batch with their reasons; returns how many."""
        landed = self.landed[number]
        rows = quarantined_rows(self.contract, self.columns, landed, number, batch, bool(counts.unusable))
        return copy(self.con, rows, path)[0]


def columns_of(con: duckdb.DuckDBPyConnection, landed: Path) -> tuple[str, ...]:
    """The columns of a landed file, in order."""
    rows = con.execute(f"DESCRIBE SELECT * FROM read_parquet({literal(str(landed))})").fetchall()
    return tuple(str(row[0]) for row in rows)


def groups(
    con: duckdb.DuckDBPyConnection, landed: Iterable[Path], most_bytes: int
) -> list[tuple[tuple[str, ...], list[int]]]:
    """Columns and places of landed files that can be checked together: the same columns, up to a size in all."""
    found: list[tuple[tuple[str, ...], list[int]]] = []
    size = 0
    for place, path in enumerate(landed):
        columns, own = columns_of(con, path), path.stat().st_size
        if not found or found[-1][0] != columns or size + own > most_bytes:
            found.append((columns, []))
            size = 0
        found[-1][1].append(place)
        size += own
    return found
