"""A run: where it reads and writes, what its steps leave for each other, and how they connect to DuckDB.

A step is a function `(run) -> StepResult`. It keeps nothing in memory for the next one: results go to files under
`HOME/work/<as_of>/`, so that a run can be resumed and so that every step could run as a task of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import duckdb

from flows.connect import connect
from flows.settings import Settings

ROOMS = ("flows", "transforms", "data_contracts", "matching", "signals", "warehouse")


class Reporter(Protocol):
    """Receives what a person watching wants to know."""

    def detail(self, text: str) -> None: ...


class Silent:
    """A reporter that says nothing."""

    def detail(self, text: str) -> None:
        return


@dataclass(frozen=True)
class StepResult:
    """What a step has to show: rows made, whether it reused earlier work throughout, a line for the person watching.

    `ends_run` says that no later step has anything to do.
    """

    rows: int
    reused: bool = False
    detail: str = ""
    ends_run: bool = False


@dataclass(frozen=True)
class Run:
    """One night for one home. `region` is the policy region; `force` redoes a night that is published already."""

    home: Path
    inbox: Path
    as_of: date
    settings: Settings
    region: str
    reporter: Reporter = field(default_factory=Silent)
    force: bool = False

    @property
    def work(self) -> Path:
        return self.home / "work" / self.as_of.isoformat()

    @property
    def landing(self) -> Path:
        return self.home / "landing"

    @property
    def checked(self) -> Path:
        return self.home / "work" / "checked"

    @property
    def mentions(self) -> Path:
        return self.home / "work" / "mentions"

    @property
    def match_dir(self) -> Path:
        return self.work / "match"

    @property
    def published_match(self) -> Path:
        return self.home / "match"

    @property
    def signal_dir(self) -> Path:
        return self.work / "signals"

    @property
    def new_warehouse(self) -> Path:
        return self.work / "warehouse.duckdb"

    @property
    def warehouse(self) -> Path:
        return self.home / "warehouse.duckdb"

    @property
    def ledger(self) -> Path:
        return self.home / "ledger.duckdb"

    @property
    def report_dir(self) -> Path:
        return self.home / "reports" / self.as_of.isoformat()

    @property
    def outbox(self) -> Path:
        return self.home / "outbox"

    def leave(self, name: str, content: dict[str, Any]) -> None:
        """Write a step's result for later steps, whole or not at all."""
        self.work.mkdir(parents=True, exist_ok=True)
        beside = self.work / f"{name}.json.part"
        beside.write_text(json.dumps(content, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
        beside.rename(self.work / f"{name}.json")

    def left(self, name: str) -> dict[str, Any]:
        """What step `name` left; empty when it has not run."""
        path = self.work / f"{name}.json"
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}

    @contextmanager
    def connect(self, database: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A DuckDB connection with this home's limits and the normalising macros; in memory unless a file is named."""
        with connect(self.settings, self.home / "work" / "spill", database) as con:
            yield con


@dataclass(frozen=True)
class Step:
    """A step: its name, what it does in a few words, and the function that does it."""

    name: str
    title: str
    work: Callable[[Run], StepResult]


def digest(*parts: Any) -> str:
    """A hash of values that decides whether work can be reused."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def code_version(*rooms: str) -> str:
    """A hash over the code and data files of rooms, so that new code never reuses what older code made."""
    root = Path(__file__).parent.parent
    found = hashlib.sha256(duckdb.__version__.encode())
    for room in rooms or ROOMS:
        for path in sorted((root / room).rglob("*")):
            if path.suffix in {".py", ".sql", ".yaml", ".csv", ".tsv", ".toml"} and path.is_file():
                found.update(str(path.relative_to(root)).encode())
                found.update(path.read_bytes())
    return found.hexdigest()[:16]
