"""A small inbox to break, and one finished night that every test of this folder may read."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.console import Console
from flows.night import Night, night, prepare
from flows.settings import write_settings

SMALL = Path(__file__).parents[2] / "sample_data" / "small"
FOUR = ("mz_household", "mz_member", "cl_card", "wj_death")
AS_OF = date.fromisoformat((SMALL / "truth" / "as_of.txt").read_text().strip())


def make_home(folder: Path, **settings: object) -> Path:
    """A home without the validation beside the run, which has tests of its own."""
    write_settings(folder, "hubei")
    lines = {"validate": False, **settings}
    text = (folder / "doudi.toml").read_text()
    for key, value in lines.items():
        shown = str(value).lower() if isinstance(value, bool) else repr(value)
        text = "\n".join(
            f"{key} = {shown}" if line.startswith(f"{key} = ") else line for line in text.splitlines()
        )
    (folder / "doudi.toml").write_text(text)
    return folder


def run_night(inbox: Path, home: Path, as_of: date = AS_OF, force: bool = False) -> Night:
    console = Console()
    return night(prepare(inbox, home, as_of, None, console, force), console)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home, with an awkward name, of a finished night over the small province. Read it, do not change it."""
    folder = make_home(tmp_path_factory.mktemp("night") / "o'brien 的 home")
    run_night(SMALL / "inbox", folder)
    return folder


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Four datasets of the small province, to be changed at will."""
    folder = tmp_path / "inbox"
    for dataset in FOUR:
        shutil.copytree(SMALL / "inbox" / dataset, folder / dataset)
    return folder


@pytest.fixture
def new_home(tmp_path: Path) -> Path:
    return make_home(tmp_path / "home")


@pytest.fixture(scope="module")
def published(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of our own that shows the finished night."""
    folder = make_home(tmp_path_factory.mktemp("published") / "home")
    for name in ("warehouse.duckdb", "ledger.duckdb"):
        (folder / name).write_bytes((home / name).read_bytes())
    return folder


def ask(file: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(file), read_only=True) as con:
        return con.execute(query).fetchall()
