"""Great Expectations on DuckDB without its quiet failures.

Great Expectations fetches results after it has given the connection back; DuckDB then has nothing left to
give, and an expectation passes for want of rows.  Here the execution engine keeps its one connection open.
Importing this module takes seconds: only the validation process does.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Literal

from great_expectations.datasource.fluent import SQLDatasource
from great_expectations.execution_engine import SqlAlchemyExecutionEngine


class KeptOpenEngine(SqlAlchemyExecutionEngine):
    """An execution engine whose connection stays open from the first query to the last."""

    _connection: Any

    @contextmanager
    def get_connection(self) -> Generator[Any, None, None]:
        """The one connection."""
        if not self._connection:
            self._connection = self.engine.connect()
        yield self._connection


class DuckDBDatasource(SQLDatasource):
    """A DuckDB database as a datasource (``context.data_sources.add_duckdb``)."""

    type: Literal["duckdb"] = "duckdb"

    @property
    def execution_engine_type(self) -> Any:
        """The engine that keeps its connection."""
        return KeptOpenEngine
