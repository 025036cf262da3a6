"""A connection with the macros, and a way to check rows of a dataset without landing files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest

from data_contracts import Contract, load_contracts
from data_contracts.check import Checked, ToCheck, check_batches
from transforms.normalise import register

BATCH = date(2026, 3, 1)
Row = dict[str, str | None]


@pytest.fixture(scope="session")
def contracts() -> dict[str, Contract]:
    """All contracts."""
    return load_contracts()


@pytest.fixture(scope="session")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """One connection with the normalising macros for the whole session."""
    connection = duckdb.connect()
    register(connection)
    yield connection
    connection.close()


def check(
    con: duckdb.DuckDBPyConnection, contract: Contract, landed: Path, batch: date, delivery: str, out: Path
) -> Checked:
    """Check one landed batch by itself."""
    return check_batches(con, contract, [ToCheck(landed, batch, delivery)], out)[0]


@dataclass
class Outcome:
    """What a check made of the rows, read back."""

    checked: Checked
    accepted: list[dict]
    quarantined: list[dict]

    @property
    def reasons(self) -> list[str]:
        return [q["reasons"] for q in self.quarantined]


class Checker:
    """Writes rows as a landed Parquet and checks them."""

    def __init__(self, con: duckdb.DuckDBPyConnection, contracts: dict[str, Contract], folder: Path) -> None:
        self.con, self.contracts, self.folder, self.calls = con, contracts, folder, 0

    def landed(self, rows: list[Row], files: int = 1) -> Path:
        """A landed Parquet: the rows as text, with file and row; dealt out to so many files."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.calls += 1
        columns = list(dict.fromkeys(c for row in rows for c in row))
        table = {c: pa.array([row.get(c) for row in rows], pa.string()) for c in columns}
        table["source_file"] = pa.array(
            [f"{'abc'[i % files]}.parquet" for i in range(len(rows))], pa.string()
        )
        table["file_no"] = pa.array([i % files for i in range(len(rows))], pa.int32())
        table["source_row"] = pa.array([i // files + 1 for i in range(len(rows))], pa.int64())
        path = self.folder / f"landed{self.calls}.parquet"
        pq.write_table(pa.table(table), path)
        return path

    def __call__(self, dataset: str, rows: list[Row], files: int = 1) -> Outcome:
        landed = self.landed(rows, files)
        checked = check(
            self.con, self.contracts[dataset], landed, BATCH, f"delivery{self.calls}", self.folder
        )
        return Outcome(checked, self.read(checked.accepted), self.read(checked.quarantined))

    def read(self, path: Path) -> list[dict]:
        """Rows of a Parquet in order of their keys."""
        return (
            self.con.execute(f"SELECT * FROM read_parquet('{path}') ORDER BY row_key")
            .to_arrow_table()
            .to_pylist()
        )


@pytest.fixture
def checker(con: duckdb.DuckDBPyConnection, contracts: dict[str, Contract], tmp_path: Path) -> Checker:
    """Checks rows of any dataset."""
    return Checker(con, contracts, tmp_path)


@pytest.fixture
def payment() -> Callable[..., Row]:
    """A good payment row, with changes."""

    def make(**changes: str | None) -> Row:
        good: Row = {
            "payment_id": "P1",
            "item": "dibao",
            "pay_month": "202511",
            "amount": "560.00",
            "name": "张三",
            "id_number": "000000190001010009",
        }
        return good | changes

    return make
