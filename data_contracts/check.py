"""Checks a landed batch against its contract: accepted rows typed, unusable rows quarantined, everything
counted.

In: landed Parquet (text) of a dataset, its contract, and a connection on which the normalising macros are registered.
Out: ``<delivery>-<code>.accepted.parquet``, ``.quarantine.parquet`` and ``.json`` of counts; docs/inside.md
has the columns.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

import duckdb

from data_contracts.checking import Checking, Counts, groups
from data_contracts.code import code_of
from data_contracts.contract import Contract
from data_contracts.errors import CheckError

HERE = Path(__file__).parent
GROUP_BYTES = 8 * 2**20
"""Landed batches of a dataset are checked together up to this size of their files."""


@dataclass(frozen=True)
class Checked:
    """What became of one batch.  ``rows_read = rows_accepted + rows_quarantined`` always.

    ``blank_ids``: accepted or not, rows without any identity number (blank, zeros, a name in its place).
    ``unmapped_codes``: values outside a code list, in required and optional columns.  ``undelivered``: optional columns
    that the delivery lacks; ``filled``: optional column that it has → accepted rows with a value there.  ``nulled``: optional
    column → values delivered and unreadable.  ``identical_rows`` and
    ``duplicate_keys`` are quarantined rows; ``kept_rivals`` accepted ones that a differing row shares its key with.
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
    undelivered: tuple[str, ...]
    filled: dict[str, int]
    nulled: dict[str, int]
    identical_rows: int
    duplicate_keys: int
    kept_rivals: int
    reused: bool = False


@dataclass(frozen=True)
class ToCheck:
    """A landed batch: its Parquet, its date, the name of the delivery."""

    landed: Path
    batch: date
    delivery: str


def check_batches(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    batches: Sequence[ToCheck],
    out_dir: Path,
) -> list[Checked]:
    """Check landed batches of one dataset; results go to ``out_dir/<dataset>/<batch>/`` and are reused when they are
    there.  What became of each, in their order.

    Small batches go through together, since planning the work takes longer than doing it for them.  Raises CheckError
    when a landed file lacks a required column or the accounting does not close.
    """
    stems = [f"{b.delivery}-{code_of(con, contract)}" for b in batches]
    places = [
        _Places(out_dir / contract.name / b.batch.isoformat(), s) for b, s in zip(batches, stems, strict=True)
    ]
    found: list[Checked | None] = [_read(place) for place in places]
    new = [i for i, done in enumerate(found) if done is None]
    if new:
        con.execute((HERE / "macros.sql").read_text(encoding="utf-8"))
    for columns, members in groups(con, [batches[i].landed for i in new], GROUP_BYTES):
        group = [new[m] for m in members]
        scratch = out_dir / f".{contract.name}.tmp"
        out_dir.mkdir(parents=True, exist_ok=True)
        checking = Checking(con, contract, [batches[i].landed for i in group], columns, scratch)
        try:
            for number, (i, counts) in enumerate(zip(group, checking.run(), strict=True)):
                found[i] = _write(checking, number, counts, batches[i], places[i])
        finally:
            con.execute("DROP TABLE IF EXISTS _unusable")
            scratch.unlink(missing_ok=True)
    return [done for done in found if done]


class _Places:
    """Where the results of a batch are."""

    def __init__(self, folder: Path, stem: str) -> None:
        self.accepted = folder / f"{stem}.accepted.parquet"
        self.quarantined = folder / f"{stem}.quarantine.parquet"
        self.receipt = folder / f"{stem}.json"


def _write(checking: Checking, number: int, counts: Counts, batch: ToCheck, places: _Places) -> Checked:
    """Write the results of one batch beside their places and move them in, the receipt last."""
    contract = checking.contract
    places.receipt.parent.mkdir(parents=True, exist_ok=True)
    beside = {path: path.with_name(f".{path.name}.tmp") for path in (places.accepted, places.quarantined)}
    accepted, filled = checking.write_accepted(number, counts, batch.batch, beside[places.accepted])
    quarantined = checking.write_quarantine(number, counts, batch.batch, beside[places.quarantined])
    if counts.rows != accepted + quarantined:
        raise CheckError(
            f"{contract.name} {batch.batch}: read {counts.rows} rows but accepted {accepted} and quarantined "
            f"{quarantined}; nothing of this batch was kept: report this as a fault of doudi"
        )
    for path, written in beside.items():
        written.replace(path)
    optional = {r.column.name: r.delivered for r in checking.readings if not r.column.required}
    checked = Checked(
        dataset=contract.name,
        batch=batch.batch,
        delivery=batch.delivery,
        accepted=places.accepted,
        quarantined=places.quarantined,
        rows_read=counts.rows,
        rows_accepted=accepted,
        rows_quarantined=quarantined,
        blank_ids=counts.blank_ids,
        unmapped_codes=sum(n for name, n in counts.lost.items() if contract.column(name).type == "code"),
        undelivered=tuple(name for name, delivered in optional.items() if not delivered),
        filled={name: filled[name] for name, delivered in optional.items() if delivered},
        nulled={name: n for name, n in counts.lost.items() if not contract.column(name).required},
        identical_rows=counts.rivals.identical,
        duplicate_keys=counts.rivals.differing,
        kept_rivals=counts.rivals.kept,
    )
    _keep(places.receipt, checked)
    return checked


def _read(places: _Places) -> Checked | None:
    try:
        raw = json.loads(places.receipt.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not (places.accepted.is_file() and places.quarantined.is_file()):
        return None
    raw |= {
        "batch": date.fromisoformat(raw["batch"]),
        "accepted": places.accepted,
        "quarantined": places.quarantined,
        "undelivered": tuple(raw["undelivered"]),
    }
    return Checked(**{f.name: raw[f.name] for f in fields(Checked) if f.name != "reused"}, reused=True)


def _keep(receipt: Path, checked: Checked) -> None:
    raw = asdict(checked)
    raw |= {
        "batch": checked.batch.isoformat(),
        "accepted": checked.accepted.name,
        "quarantined": checked.quarantined.name,
    }
    beside = receipt.with_name(f".{receipt.name}.tmp")
    beside.write_text(json.dumps(raw, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    beside.replace(receipt)
