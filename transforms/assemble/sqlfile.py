"""SQL that lies beside this package, with its places filled."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

_HERE = Path(__file__).parent


def read(name: str, **places: str) -> str:
    """Text of an SQL file with every `$place` replaced by SQL given for it."""
    text = (_HERE / name).read_text(encoding="utf-8")
    for place, value in places.items():
        text = text.replace(f"${place}", value)
    return text


def literal(value: str | Path | date) -> str:
    """A value as SQL text literal."""
    return "'" + str(value).replace("'", "''") + "'"


def files(paths: Iterable[str | Path]) -> str:
    """Parquet files as a relation, whatever the order of the paths."""
    return f"read_parquet([{', '.join(sorted(literal(path) for path in paths))}], union_by_name = true)"
