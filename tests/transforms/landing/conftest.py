"""A small inbox to land from: helpers that write deliveries of one dataset in every form."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from transforms.landing import LandingReport, Shape, land

AS_OF = date(2026, 3, 31)
ALIASES = {
    "visit_id": "visit_id",
    "探访编号": "visit_id",
    "name": "name",
    "姓名": "name",
    "note": "note",
    "备注": "note",
}
SHAPES = {
    "visits": Shape(ALIASES, ("visit_id", "name"), append=False, min_rows=1),
    "events": Shape(ALIASES, ("visit_id",), append=True, min_rows=0),
}


@dataclass
class Place:
    """An inbox and a landing folder, and how to put and land things in them."""

    root: Path
    con: duckdb.DuckDBPyConnection

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def landing(self) -> Path:
        return self.root / "landing"

    def put(
        self, content: bytes | str, name: str = "a.csv", on: str = "2026-03-01", dataset: str = "visits"
    ) -> Path:
        """Write one delivered file."""
        file = self.inbox / dataset / on / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def parquet(
        self, query: str, name: str = "a.parquet", on: str = "2026-03-01", dataset: str = "visits"
    ) -> Path:
        """Write one delivered Parquet file from a query."""
        file = self.put(b"", name, on, dataset)
        self.con.execute(f"COPY ({query}) TO '{file}' (FORMAT parquet)")
        return file

    def manifest(
        self, files: dict[str, dict[str, object]], on: str = "2026-03-01", dataset: str = "visits"
    ) -> None:
        """Write the manifest of a batch."""
        self.put(json.dumps({"files": files}), "_manifest.json", on, dataset)

    def land(self, as_of: date = AS_OF, lookback_days: int = 31) -> LandingReport:
        """Land everything."""
        return land(self.con, self.inbox, self.landing, SHAPES, as_of, lookback_days=lookback_days)

    def rows(self, report: LandingReport, columns: str = "*") -> list[tuple]:
        """Rows of the only batch in force."""
        (landed,) = [found for found in report.landed if found.in_force]
        query = f"SELECT {columns} FROM read_parquet('{landed.path}') ORDER BY file_no, source_row"
        return self.con.execute(query).fetchall()

    def refusal(self) -> str:
        """Land, expect exactly one refused batch and nothing landed, and give the reason."""
        report = self.land()
        assert report.landed == ()
        (refused,) = report.refused
        return refused.reason


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """An empty place."""
    con = duckdb.connect()
    (tmp_path / "inbox").mkdir()
    yield Place(tmp_path, con)
    con.close()


@pytest.fixture
def digest() -> Callable[[Path], str]:
    """SHA-256 of a file, in hex."""
    return lambda file: sha256(file.read_bytes()).hexdigest()
