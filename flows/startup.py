"""What the `doudi` command leaves out when it starts."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec


def leave_out_pandas() -> None:
    """Make pyarrow and DuckDB take pandas for absent in this process.

    Both import it, where it is installed, when the first array or parameter is made, a third of a second, and
    doudi's own process has no data frame to give them. Great Expectations, which needs it, has a process of its own.
    """
    sys.meta_path.insert(0, _NoPandas)


class _NoPandas:
    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Absent, if it is pandas that is asked for; else let others look."""
        if name == "pandas":
            raise ModuleNotFoundError("pandas is left out of this process", name=name)
        return None
