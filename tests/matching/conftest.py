"""A home with a ledger, and nights over it in which the engine's answer is given."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from matching import ledger
from matching.match import MatchReport, match
from tests.matching.fabricate import NIGHT, Engine, load


class Home:
    """A ledger and nights over it; `engine` answers what it was told to."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.con = duckdb.connect()
        self.con.execute(f"ATTACH '{folder / 'ledger.duckdb'}' AS ledger")
        ledger.create(self.con)
        self.folder = folder
        self.engine = engine
        self.runs = 0
        self.report: MatchReport | None = None

    @property
    def out(self) -> Path:
        """Folder of the newest night."""
        return self.folder / f"run{self.runs}"

    def night(
        self,
        rows: list[dict[str, object]],
        *groups: list[int],
        as_of: datetime.date = NIGHT,
        commit: bool = True,
    ) -> dict[int, int]:
        """Match and publish a night; the person of each mention."""
        self.runs += 1
        self.engine.group(*groups)
        load(self.con, rows)
        self.report = match(self.con, "mentions", self.out, "ledger", as_of)
        if commit:
            self.con.execute("BEGIN")
            ledger.commit(self.con, self.out / "ledger", f"run{self.runs}", as_of)
            self.con.execute("COMMIT")
        return dict(self.rows("links", "mention, person_id"))

    def rows(self, file: str, columns: str = "*") -> list[tuple[object, ...]]:
        """Rows of one of the newest night's files."""
        return self.con.execute(f"SELECT {columns} FROM '{self.out / file}.parquet' ORDER BY ALL").fetchall()

    def events(self) -> list[tuple[object, ...]]:
        """Merges, splits and moves in the ledger."""
        query = "SELECT kind, person_id, into_person_id, contents FROM ledger.identity_event ORDER BY ALL"
        return self.con.execute(query).fetchall()

    def dump(self) -> list[tuple[object, ...]]:
        """Everything in the identity ledger but run ids."""
        keys = self.con.execute("SELECT * FROM ledger.identity_key ORDER BY ALL").fetchall()
        people = self.con.execute(
            "SELECT person_id, since FROM ledger.identity_person ORDER BY ALL"
        ).fetchall()
        return [*keys, *people, *self.events()]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A fresh home."""
    engine = Engine()
    monkeypatch.setitem(sys.modules, "matching.engine", engine)  # type: ignore[arg-type]
    monkeypatch.setattr("matching.engine", engine, raising=False)
    made = Home(tmp_path, engine)
    yield made
    made.con.close()
