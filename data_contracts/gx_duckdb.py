"""Great Expectations on DuckDB without its quiet failures.

Great Expectations fetches results after it has given the connection back; DuckDB then has nothing left to
give, and an expectation passes for want of rows.  Here the execution engine keeps its one connection open.
Importing this module takes seconds: only the validation process does.
"""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Any, Literal

from great_expectations.datasource.fluent import SQLDatasource
from great_expectations.execution_engine import SqlAlchemyExecutionEngine
from great_expectations.validator.metric_configuration import MetricConfiguration, MetricConfigurationID


class KeptOpenEngine(SqlAlchemyExecutionEngine):
    """An execution engine whose connection stays open from the first query to the last."""

    _connection: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.expanded: dict[Any, Any] = {}
        super().__init__(*args, **kwargs)

    def load_batch_data(self, batch_id: str, batch_data: Any) -> None:
        """Forget how the metrics of the batch before depend on each other."""
        self.expanded.clear()
        super().load_batch_data(batch_id, batch_data)

    def resolve_metrics(
        self,
        metrics_to_resolve: Iterable[MetricConfiguration],
        metrics: dict[MetricConfigurationID, Any] | None = None,
        runtime_configuration: dict[str, Any] | None = None,
    ) -> dict[MetricConfigurationID, Any]:
        """Values of metrics; no query for the first none of the unexpected values."""
        none = [m for m in metrics_to_resolve if _no_values(m)]
        rest = [m for m in metrics_to_resolve if not _no_values(m)]
        found = super().resolve_metrics(rest, metrics, runtime_configuration) if rest else {}
        return {**found, **{m.id: [] for m in none}}

    @contextmanager
    def get_connection(self) -> Generator[Any, None, None]:
        """The one connection."""
        if not self._connection:
            self._connection = self.engine.connect()
        yield self._connection


def _no_values(metric: MetricConfiguration) -> bool:
    """Whether ``metric`` asks for unexpected values, but for none of them."""
    wanted = metric.metric_value_kwargs.get("result_format")
    return (
        metric.metric_name.endswith(".unexpected_values")
        and wanted["result_format"] != "COMPLETE"
        and wanted["partial_unexpected_count"] == 0
    )


class DuckDBDatasource(SQLDatasource):
    """A DuckDB database as a datasource (``context.data_sources.add_duckdb``)."""

    type: Literal["duckdb"] = "duckdb"

    @property
    def execution_engine_type(self) -> Any:
        """The engine that keeps its connection."""
        return KeptOpenEngine
