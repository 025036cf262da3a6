"""A connection with the normalising macros, and a night of hand-made batches."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pytest

from tests.transforms.made_night import SCHEMA, Night
from transforms.normalise import register


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        register(connection)
        yield connection


@pytest.fixture(scope="module")
def shared() -> Iterator[duckdb.DuckDBPyConnection]:
    """The same for a whole module: for macros only, nothing is left behind in it."""
    with duckdb.connect() as connection:
        register(connection)
        yield connection


@pytest.fixture
def make_night() -> Iterator[Callable[[Path], Night]]:
    with ExitStack() as open_connections:

        def make(folder: Path) -> Night:
            folder.mkdir(exist_ok=True)
            con = open_connections.enter_context(duckdb.connect())
            register(con)
            con.execute(SCHEMA.read_text(encoding="utf-8"))
            con.execute("ATTACH ':memory:' AS fact; ATTACH ':memory:' AS past")
            return Night(con, folder)

        yield make


@pytest.fixture
def night(make_night: Callable[[Path], Night], tmp_path: Path) -> Night:
    return make_night(tmp_path)
