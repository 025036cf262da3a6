"""The values that landing takes and gives: plain frozen dataclasses.

In: a :class:`Shape` per dataset.  Out: a :class:`LandingReport` of landed and refused batches and of notes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Shape:
    """What landing must know of a dataset.

    ``aliases``: header as written → canonical column; ``required``: canonical columns without which a batch
    is refused; ``append``: whether every batch counts (else only the newest); ``min_rows``: fewer rows
    refuse the batch.
    """

    aliases: Mapping[str, str]
    required: tuple[str, ...]
    append: bool
    min_rows: int


@dataclass(frozen=True)
class Landed:
    """A landed batch: one delivery of one date, as Parquet at ``path``.

    ``files``: (name, rows) in the order of their file numbers.  ``in_force``: the truth of tonight (every
    batch of an append dataset).  ``previous``: the one in force before the newest.  ``lookback``: in force
    ``lookback_days`` before the as-of date. ``reused``: nothing was read or written for it tonight.
    ``from_inbox``: the inbox still holds this delivery.
    """

    dataset: str
    batch: date
    delivery: str
    path: Path
    files: tuple[tuple[str, int], ...]
    unknown_columns: tuple[str, ...]
    in_force: bool = False
    previous: bool = False
    lookback: bool = False
    reused: bool = False
    from_inbox: bool = True

    @property
    def rows(self) -> int:
        """Rows of all files together."""
        return sum(rows for _, rows in self.files)


@dataclass(frozen=True)
class Refused:
    """A batch that was not taken, and why; the last good delivery stays in force."""

    dataset: str
    batch: date
    files: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Note:
    """Something a person should look at that does not refuse a batch.

    ``kind``: folder_not_understood, file_not_understood, batch_empty, unknown_columns.
    """

    kind: str
    subject: str
    message: str


@dataclass(frozen=True)
class LandingReport:
    """What came of an inbox, ordered by dataset and date.

    ``absent``: datasets of which no batch on or before the as-of date is there.
    """

    landed: tuple[Landed, ...]
    refused: tuple[Refused, ...]
    notes: tuple[Note, ...]
    absent: tuple[str, ...]
