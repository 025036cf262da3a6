"""A data contract: what one dataset may look like, read from its YAML file and checked when it is read.

In: ``contracts/<dataset>.yaml`` and the shared ``identity.yaml``.  Out: frozen :class:`Contract` values,
from which landing (header aliases, required columns), the checker (types, codes, keys) and the expectation
suites are all derived.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

TYPES = ("text", "area", "sex", "date", "month", "amount", "integer", "code", "yes_no", "term")


@dataclass(frozen=True)
class Column:
    """One column: canonical name, type, whether the delivery must have it, its codes (code → spellings) and
    headers.

    ``as_delivered`` columns keep their text untouched for matching.  ``minimum`` and ``maximum`` bound integers
    and amounts.
    """

    name: str
    title: str
    type: str
    required: bool
    as_delivered: bool
    aliases: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]]
    minimum: int | None
    maximum: int | None


@dataclass(frozen=True)
class CrossCheck:
    """A condition over several columns that no row should meet; reported by the validation, never a reason
    to quarantine.
    """

    name: str
    title: str
    bad_rows: str


@dataclass(frozen=True)
class Contract:
    """Everything that is promised about one dataset."""

    name: str
    number: int
    department: str
    title: str
    mode: str
    primary_key: tuple[str, ...]
    columns: tuple[Column, ...]
    has_identity: bool
    roles: Mapping[str, Mapping[str, str]]
    max_age_days: int
    min_rows: int
    fall_percent: int
    checks: tuple[CrossCheck, ...]
    fingerprint: str

    @property
    def append(self) -> bool:
        """Whether every batch counts (append) or only the newest one (snapshot)."""
        return self.mode == "append"

    @property
    def required(self) -> tuple[str, ...]:
        """Columns without which a delivery is refused."""
        return tuple(c.name for c in self.columns if c.required)

    @property
    def not_yet(self) -> tuple[str, ...]:
        """Columns that may be empty in every row of a batch: dates of what has not happened yet to the new rows of an append
        dataset (closed, decided, relieved)."""
        return tuple(c.name for c in self.columns if self.append and c.type == "date" and not c.required)

    @property
    def header_aliases(self) -> Mapping[str, str]:
        """Header as a system may write it → canonical column name (the canonical names included)."""
        found = {c.name: c.name for c in self.columns}
        for column in self.columns:
            for alias in column.aliases:
                found[alias] = column.name
        return MappingProxyType(found)

    def column(self, name: str) -> Column:
        """The column of that canonical name; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def names_of_type(columns: Iterable[Column], *types: str) -> list[str]:
    """Names of the columns of one of the given types, in contract order."""
    return [c.name for c in columns if c.type in types]


def frozen(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    """A read-only copy of a mapping."""
    return MappingProxyType(dict(mapping))
