"""Checks a landed batch against its contract: accepted rows typed, unusable rows quarantined, everything
counted.

In: one landed Parquet (text), its contract, and a connection on which the normalising macros are registered.
Out: ``<delivery>-<code>.accepted.parquet``, ``.quarantine.parquet`` and ``.json`` of counts; docs/inside.md
has the columns.
"""

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from data_contracts import quarantine
from data_contracts.code import code_of
from data_contracts.contract import Contract
from data_contracts.errors import CheckError
from data_contracts.sql import LANDED_KEYS, identity_number, literal, nobody, quoted, readings

HERE = Path(__file__).parent
PARQUET_OPTIONS = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"


@dataclass(frozen=True)
class Checked:
    """What became of one batch.  ``rows_read = rows_accepted + rows_quarantined`` always.

    ``blank_ids``: accepted or not, rows without any identity number.  ``unmapped_codes``: values outside a
    code list, in required and optional columns.  ``nulled``: optional column → values delivered and
    unreadable.  ``identical_rows`` and ``duplicate_keys`` are quarantined rows; ``kept_rivals`` accepted
    ones that a differing row shares its key with.
    """

    dataset: str
    batch: date
    delivery: str
    accepted: Path
    quarantined: Path
    rows_read: int
    rows_accepted: int
    rows_quarantined: int
    blank_ids: int
    unmapped_codes: int
    nulled: dict[str, int]
    identical_rows: int
    duplicate_keys: int
    kept_rivals: int
    reused: bool = False


def check(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    landed_path: Path,
    batch: date,
    delivery: str,
    out_dir: Path,
) -> Checked:
    """Check one landed batch; results go to ``out_dir/<dataset>/<batch>/`` and are reused when they are
    there.

    Raises CheckError when the landed file lacks a required column or the accounting does not close.
    """
    folder = out_dir / contract.name / batch.isoformat()
    stem = f"{delivery}-{code_of(con, contract)}"
    paths = {kind: folder / f"{stem}.{kind}.parquet" for kind in ("accepted", "quarantine")}
    receipt = folder / f"{stem}.json"
    done = _read(receipt, paths)
    if done:
        return done
    folder.mkdir(parents=True, exist_ok=True)
    con.execute((HERE / "macros.sql").read_text(encoding="utf-8"))
    checking = _Checking(con, contract, landed_path)
    counts = checking.count()
    rivals = checking.set_aside(counts)
    beside = {kind: path.with_name(f".{path.name}.tmp") for kind, path in paths.items()}
    try:
        accepted = checking.write_accepted(batch, beside["accepted"])
        quarantined = checking.write_quarantine(batch, beside["quarantine"])
    finally:
        con.execute("DROP TABLE IF EXISTS _unusable")
    if counts["rows"] != accepted + quarantined:
        raise CheckError(
            f"{contract.name} {batch}: read {counts['rows']} rows but accepted {accepted} and quarantined "
            f"{quarantined}; nothing of this batch was kept: report this as a fault of doudi"
        )
    for kind, path in paths.items():
        beside[kind].replace(path)
    checked = Checked(
        dataset=contract.name,
        batch=batch,
        delivery=delivery,
        accepted=paths["accepted"],
        quarantined=paths["quarantine"],
        rows_read=counts["rows"],
        rows_accepted=accepted,
        rows_quarantined=quarantined,
        blank_ids=counts["blank_ids"],
        unmapped_codes=counts["unmapped"],
        nulled=counts["nulled"],
        identical_rows=rivals.identical,
        duplicate_keys=rivals.differing,
        kept_rivals=rivals.kept,
    )
    _write(receipt, checked)
    return checked


class _Checking:
    """The queries over one landed file, in the order they are needed: count, set aside, write."""

    def __init__(self, con: duckdb.DuckDBPyConnection, contract: Contract, landed: Path) -> None:
        self.con, self.contract = con, contract
        self.table = f"read_parquet({literal(str(landed))})"
        self.columns = [str(row[0]) for row in con.execute(f"DESCRIBE SELECT * FROM {self.table}").fetchall()]
        self.readings = readings(contract, self.columns)
        by_name = {r.column.name: r for r in self.readings}
        self.nobody = nobody(contract, by_name)
        self.number = identity_number(contract, by_name)
        self.names = by_name.get("name") if contract.has_identity else None

    def count(self) -> dict[str, Any]:
        """One scan that tells whether anything is wrong at all, and a second one over the columns where
        something may be.
        """
        inner, parts = [], {"rows": "count(*)"}
        for i, reading in enumerate(self.readings):
            if reading.can_lose:
                inner += [f"{reading.raw} AS raw_{i}", f"{reading.typed} AS typed_{i}"]
                parts[f"raw_{i}"], parts[f"typed_{i}"] = f"count(raw_{i})", f"count(typed_{i})"
        keys = [f"key_{i}" for i, _ in enumerate(self.contract.primary_key)]
        inner += [
            f"{r.key} AS {k}" for r, k in zip((r for r in self.readings if r.is_key), keys, strict=True)
        ]
        parts["key"] = f"count(*) FILTER ({' AND '.join(f'{key} IS NOT NULL' for key in keys)})"
        parts["keys"] = f"count(DISTINCT hash({', '.join(keys)}))"
        for name, blank in (("blank_ids", self.number), ("unnamed", self.names)):
            inner.append(f"{f'contract_blank({blank.raw})' if blank else 'false'} AS {name}")
            parts[name] = f"count(*) FILTER ({name})"
        counts = self._one(parts, f"(SELECT {', '.join(inner)} FROM {self.table} l)")
        suspects = [
            r
            for i, r in enumerate(self.readings)
            if r.can_lose and counts[f"raw_{i}"] != counts[f"typed_{i}"]
        ]
        lost = (
            self._one({r.column.name: f"count(*) FILTER ({r.loses})" for r in suspects}) if suspects else {}
        )
        counts["unmapped"] = sum(lost[r.column.name] for r in suspects if r.column.type == "code")
        counts["nulled"] = {
            r.column.name: lost[r.column.name]
            for r in suspects
            if not r.column.required and lost[r.column.name]
        }
        return counts

    def set_aside(self, counts: dict[str, Any]) -> quarantine.Rivals:
        """Fill ``_unusable``, as far as the counts say that there is anything to find."""
        quarantine.create(self.con)
        rows = counts["rows"]
        failing = [
            r
            for i, r in enumerate(self.readings)
            if r.unusable and (counts["key"] if r.is_key else counts[f"typed_{i}"]) < rows
        ]
        nobody = self.nobody if counts["unnamed"] else None
        if failing or nobody:
            quarantine.add_unreadable(self.con, self.table, failing, nobody)
        if counts["keys"] < counts["rows"]:
            return quarantine.add_rivals(self.con, self.table, self.columns, self.readings)
        return quarantine.Rivals(0, 0, 0)

    def write_accepted(self, batch: date, path: Path) -> int:
        """Write the typed rows; returns how many."""
        typed = ", ".join(f"{r.typed} AS {quoted(r.column.name)}" for r in self.readings)
        anti = " ANTI JOIN _unusable u USING (file_no, source_row)" if self._unusable() else ""
        return self._copy(
            f"SELECT {self._key(batch)}, DATE '{batch}' AS batch, l.source_file, l.source_row, {typed} "
            f"FROM {self.table} l{anti}",
            path,
        )

    def write_quarantine(self, batch: date, path: Path) -> int:
        """Write the unusable rows with their reasons; returns how many."""
        delivered = ", ".join(f"{literal(c)}: l.{quoted(c)}" for c in self.columns if c not in LANDED_KEYS)
        source = f"{self.table} l JOIN _unusable u USING (file_no, source_row)"
        if not self._unusable():
            source = f"(SELECT * FROM {self.table} LIMIT 0) l CROSS JOIN _unusable u"
        return self._copy(
            f"SELECT {self._key(batch)}, l.source_file, l.source_row, u.reasons, "
            f'CAST(to_json({{{delivered}}}) AS VARCHAR) AS "row" FROM {source} ORDER BY row_key',
            path,
        )

    def _key(self, batch: date) -> str:
        return f"row_key({self.contract.number}, 0, DATE '{batch}', l.file_no, l.source_row) AS row_key"

    def _unusable(self) -> int:
        return int(self._one({"n": "count(*)"}, "_unusable")["n"])

    def _copy(self, query: str, path: Path) -> int:
        row = self.con.execute(f"COPY ({query}) TO {literal(str(path))} ({PARQUET_OPTIONS})").fetchone()
        assert row is not None
        return int(row[0])

    def _one(self, parts: dict[str, str], table: str | None = None) -> dict[str, Any]:
        row = self.con.execute(f"SELECT {', '.join(parts.values())} FROM {table or self.table} l").fetchone()
        assert row is not None
        return dict(zip(parts, row, strict=True))


def _read(receipt: Path, paths: dict[str, Path]) -> Checked | None:
    try:
        raw = json.loads(receipt.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not all(path.is_file() for path in paths.values()):
        return None
    raw |= {
        "batch": date.fromisoformat(raw["batch"]),
        "accepted": paths["accepted"],
        "quarantined": paths["quarantine"],
    }
    return Checked(**{f.name: raw[f.name] for f in fields(Checked) if f.name != "reused"}, reused=True)


def _write(receipt: Path, checked: Checked) -> None:
    raw = asdict(checked)
    raw |= {
        "batch": checked.batch.isoformat(),
        "accepted": checked.accepted.name,
        "quarantined": checked.quarantined.name,
    }
    beside = receipt.with_name(f".{receipt.name}.tmp")
    beside.write_text(json.dumps(raw, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    beside.replace(receipt)
