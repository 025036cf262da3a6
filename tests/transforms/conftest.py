"""A connection with the normalising macros."""

from collections.abc import Iterator

import duckdb
import pytest

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
