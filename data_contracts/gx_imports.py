"""Imports of Great Expectations less what the validation process never uses, for half the time of importing it.

Great Expectations imports, whoever asks, the data sources of every cloud and every expectation it knows, and builds a
model of each; statistics, charts and JSON schemas besides.  ``spare_imports()``, called before the first
import, leaves stand-ins for the first and puts off the others until something in them is used.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from types import ModuleType
from typing import Any

PUT_OFF = ("altair", "jsonschema", "scipy.stats")
SOURCES = "great_expectations.datasource.fluent."
# First words of modules of data sources; DuckDB's is made from that of SQL, which stays.
OTHER_SOURCES = (
    "alloy",
    "aurora",
    "bigquery",
    "citus",
    "databricks",
    "fabric",
    "neon",
    "pandas",
    "postgres",
    "redshift",
    "snowflake",
    "spark",
    "sql_server",
    "sqlite",
)
EXPECTATIONS = "great_expectations.expectations.core."
# What suites are made of.
USED_EXPECTATIONS = (
    "expect_column_values_to_be_between",
    "expect_column_values_to_be_in_set",
    "expect_column_values_to_be_unique",
    "expect_column_values_to_not_be_null",
    "expect_compound_columns_to_be_unique",
    "expect_table_columns_to_match_ordered_list",
    "expect_table_row_count_to_be_between",
    "unexpected_rows_expectation",
)


def spare_imports() -> None:
    """Import less from now on, in this process."""
    sys.meta_path[:0] = [_StandIns(), _PutOff()]
    sys.modules["pyarrow"] = None  # type: ignore[assignment]  # pandas does without; no table of Arrow's comes here


def is_left_out(module: str) -> bool:
    """Whether ``module`` gets a stand-in."""
    if module.startswith(SOURCES):
        return module.removeprefix(SOURCES).startswith(OTHER_SOURCES)
    rest = module.removeprefix(EXPECTATIONS)
    return rest != module and "." not in rest and rest not in USED_EXPECTATIONS


class _StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Modules in which every name is a class that cannot be used: good to be imported, told from and annotated with."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(name, self, is_package=False) if is_left_out(name) else None

    def exec_module(self, module: ModuleType) -> None:
        def stand_in(name: str) -> type:
            if name.startswith("__"):
                raise AttributeError(name)

            def refuse(self: Any, *args: Any, **kwargs: Any) -> None:
                raise NotImplementedError(
                    f"{module.__name__}.{name} is left out of the validation; see data_contracts/gx_imports.py"
                )

            made = type(name, (), {"__module__": module.__name__, "__init__": refuse})
            setattr(module, name, made)
            return made

        module.__getattr__ = stand_in  # type: ignore[method-assign]


class _PutOff(importlib.abc.MetaPathFinder):
    """Modules that are executed when something in them is used."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        spec = importlib.machinery.PathFinder.find_spec(name, path) if name in PUT_OFF else None
        if spec and spec.loader:
            spec.loader = importlib.util.LazyLoader(spec.loader)
        return spec
