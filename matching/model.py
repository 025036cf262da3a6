"""The model as data: `model.yaml` read into frozen dataclasses.

In: a YAML file (blocking keys, comparisons with levels and weights in bits, thresholds).  Out: `Model`.  A
key that is unknown or missing raises `MatchingError` naming file and key; nothing is trained or changed here.
"""

from __future__ import annotations

import datetime
from dataclasses import MISSING, dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from matching.errors import MatchingError
from matching.model_file import SHIPPED, read

T = TypeVar("T")


@dataclass(frozen=True)
class Level:
    """One way in which two values compare; `bits` = log2(m/u), relative to the name's rarity when `fixed`
    is false
    in a comparison with `frequency`; the prior does not count where a level is `pinned`."""

    bits: float
    en: str
    zh: str
    compatible: bool = False
    corroborates: bool = False
    fixed: bool = False
    pinned: bool = False
    covers: str = ""
    veto: str = ""


@dataclass(frozen=True)
class Frequency:
    """What agreement on a value is worth by its rarity, and its bounds in bits.

    `by`: `value`, its share among records; `holders`, how many people hold it (a telephone, a household);
    `characters`, its share, or that of the characters it is made of if that is greater (a name).  `beyond`: what more hold
    is a stopgap (an office's telephone, 0 for no household) and says nothing, whether it agrees or not.
    """

    least: float
    most: float
    by: str = "value"
    beyond: int = 10**9


@dataclass(frozen=True)
class Comparison:
    """A comparison: function of `matching.compare`, columns it reads on both sides, levels from best to
    worst."""

    name: str
    function: str
    columns: tuple[str, ...]
    levels: dict[str, Level]
    frequency: Frequency | None = None


@dataclass(frozen=True)
class Block:
    """A blocking key: SQL expressions over the model's columns, equal on both sides."""

    name: str
    by: tuple[str, ...]
    entity_size: int
    table: str = "row"
    narrows: str = ""


@dataclass(frozen=True)
class Column:
    """SQL of a column for a record without, and for one with, a usable number."""

    residual: str
    entity: str = ""


@dataclass(frozen=True)
class Group:
    """Comparisons that speak of one fact; beyond the strongest, agreement counts by `share`."""

    of: tuple[str, ...]
    share: float


@dataclass(frozen=True)
class Rounded:
    """SQL of a number as stored: `number`, what it becomes (`stored`), the keys it may come from (`near`, a list), and
    which keys may be of a number that storing leaves as it is, cheaply told (`possible`)."""

    number: str
    stored: str
    near: str
    possible: str = "true"


@dataclass(frozen=True)
class Exact:
    """SQL of the exact stage, and the name levels with which one number is one person: `compatible`, and `firm` where
    the row itself contradicts the number.  `near`: levels with which it nearly is.  `rounded`: how a number may have lost
    its last digits and be valid all the same.  `body`: what `key` reads under that name.  `beyond`: a number that more names
    than so many carry, which are not the owner's, is a stopgap (a clerk's, one made up) and says nothing of who they are."""

    key: str
    doubt: str
    support: str
    foreign: str
    child: str
    compatible: tuple[str, ...]
    firm: tuple[str, ...]
    near: tuple[str, ...] = ()
    rounded: Rounded | None = None
    body: str = "NULL"
    beyond: int = 10**9


@dataclass(frozen=True)
class TwoNumbers:
    """Which people with a number each may be one person, for a reviewer, if their names fit: equal in all columns of `same`,
    by what the number tells or a row says, and in one of `beside`; not where more than `entity_size` people are."""

    same: tuple[str, ...]
    beside: tuple[str, ...]
    entity_size: int


@dataclass(frozen=True)
class Exclusive:
    """A value that one person has only one of: SQL over the model's columns of a whole number from 0, and by how much two
    may differ."""

    value: str
    span: int


@dataclass(frozen=True)
class Decide:
    """Thresholds in bits after the prior; `people`: least number assumed in the prior; `largest`: most
    profiles that one cluster may hold; `outside`: share of records without a usable number whose person has
    no other record (the prior against those others is all that is left when nobody else at hand fits)."""

    people: int
    outside: float
    link: float
    margin: float
    residual_link: float
    review: float
    largest: int


@dataclass(frozen=True)
class Model:
    """Everything matching knows about the data it is used on.

    `inputs`: columns read of the mentions, beside `mention` and `role`; `since`: the day from
    which a learnt model is in force.
    """

    name: str
    version: int
    inputs: tuple[str, ...]
    exact: Exact
    columns: dict[str, Column]
    number_status: str
    blocks: tuple[Block, ...]
    number_blocks: tuple[str, ...]
    residual_blocks: tuple[Block, ...]
    comparisons: tuple[Comparison, ...]
    groups: tuple[Group, ...]
    also_sound: tuple[dict[str, list[str]], ...]
    two_numbers: TwoNumbers | None
    exclusive: tuple[Exclusive, ...]
    unsound: tuple[dict[str, list[str]], ...]
    decide: Decide
    since: datetime.date | None = None

    def comparison(self, name: str) -> Comparison:
        """The comparison called `name`; KeyError when there is none."""
        return next(c for c in self.comparisons if c.name == name)

    @property
    def told_apart_by(self) -> str | None:
        """The column that tells people who have no number apart: their name; None where the model has none."""
        rated = ((c.columns[0], c.frequency) for c in self.comparisons if c.frequency)
        return next((column for column, how in rated if how.by == "characters"), None)


def _make(kind: type[T], data: Any, where: str) -> T:
    """Build a dataclass from a mapping, refusing unknown and missing keys."""
    if not isinstance(data, dict):
        raise MatchingError(f"{where}: expected keys and values, found {data!r}")
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    needed = {name for name, f in known.items() if f.default is MISSING}
    if wrong := sorted(set(data) - set(known)):
        raise MatchingError(
            f"{where}: unknown key {', '.join(map(str, wrong))}; known are {', '.join(known)}"
        )
    if lacking := sorted(needed - set(data)):
        raise MatchingError(f"{where}: key {', '.join(lacking)} is missing")
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in data.items()})


def _comparison(data: dict[str, Any], where: str) -> Comparison:
    levels = {
        name: _make(Level, level, f"{where}, level {name}") for name, level in data.get("levels", {}).items()
    }
    frequency = _make(Frequency, data["frequency"], where) if "frequency" in data else None
    return _make(Comparison, {**data, "levels": levels, "frequency": frequency}, where)


def _exact(data: Any, where: str) -> Exact:
    exact = _make(Exact, data, where)
    if exact.rounded is None:
        return exact
    return replace(exact, rounded=_make(Rounded, exact.rounded, f"{where}, rounded"))


def load(path: Path) -> Model:
    """Read a model file; MatchingError says what is wrong with it.

    Of a file of learnt weights (`doudi train`: it has `since`) the weights count; all else is the shipped model's as it is now.
    """
    data, where = read(path), f"model {path.name}"

    def many(kind: type[T], key: str) -> tuple[T, ...]:
        return tuple(_make(kind, item, f"{where}, {key}") for item in data.get(key, []))

    built = {
        "exact": _exact(data.get("exact"), f"{where}, exact"),
        "columns": {k: _make(Column, v, f"{where}, column {k}") for k, v in data.get("columns", {}).items()},
        "inputs": tuple(data.get("inputs", [])),
        "blocks": many(Block, "blocks"),
        "residual_blocks": many(Block, "residual_blocks"),
        "comparisons": tuple(_comparison(c, f"{where}, comparison") for c in data.get("comparisons", [])),
        "groups": many(Group, "groups"),
        "also_sound": tuple(data.get("also_sound", [])),
        "two_numbers": _make(TwoNumbers, data["two_numbers"], f"{where}, two_numbers")
        if "two_numbers" in data
        else None,
        "unsound": tuple(data.get("unsound", [])),
        "exclusive": many(Exclusive, "exclusive"),
        "decide": _make(Decide, data.get("decide"), f"{where}, decide"),
    }
    return _make(Model, {**data, **built}, where)


@cache
def shipped() -> Model:
    """The model for Chinese citizens' records that comes with the engine."""
    return load(SHIPPED)
