"""Looks through an inbox without reading any file: which batches are there, and what is not understood.

In: ``INBOX/<dataset>/<YYYY-MM-DD>/*``.  Out: :class:`Batch` per dataset and date, and notes.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from transforms.landing.errors import LandingError
from transforms.landing.model import Note

MANIFEST = "_manifest.json"
READABLE = (".parquet", ".csv", ".xlsx")
# Tables in forms that are not read: ignoring one would take half a batch for the whole.
OTHER_TABLES = (
    ".xls",
    ".et",
    ".zip",
    ".rar",
    ".7z",
    ".gz",
    ".tar",
    ".dbf",
    ".mdb",
    ".accdb",
    ".tsv",
    ".orc",
    ".avro",
)
IGNORED = ("thumbs.db", "desktop.ini", "_success", "_metadata", "_common_metadata")


@dataclass(frozen=True)
class Batch:
    """One dated folder: its data files in order of name, its manifest if any, files of a form that is not
    read.
    """

    dataset: str
    on: date
    folder: Path
    files: tuple[Path, ...]
    manifest: Path | None
    unreadable: tuple[str, ...]


def survey(
    inbox: Path, known: Collection[str], as_of: date
) -> tuple[dict[tuple[str, date], Batch], list[Note]]:
    """The batches up to ``as_of`` of the ``known`` datasets, and notes on everything else.

    Raises LandingError when the inbox does not exist or holds no dataset folder at all.
    """
    if not inbox.is_dir():
        found = "is not a folder" if inbox.exists() else "does not exist"
        raise LandingError(f"inbox {inbox} {found}; expected INBOX/<dataset>/<YYYY-MM-DD>/<file>")
    batches: dict[tuple[str, date], Batch] = {}
    notes: list[Note] = []
    seen_dataset = False
    for folder in _visible(inbox):
        if not folder.is_dir():
            notes.append(
                Note("file_not_understood", folder.name, "a file outside any dataset folder; it was not read")
            )
            continue
        if folder.name not in known:
            notes.append(
                Note(
                    "folder_not_understood", folder.name, f"not a dataset; expected one of {', '.join(known)}"
                )
            )
            continue
        seen_dataset = True
        _survey_dataset(folder, as_of, batches, notes)
    if not seen_dataset:
        raise LandingError(
            f"inbox {inbox} holds no dataset folder; expected INBOX/<dataset>/<YYYY-MM-DD>/<file> "
            f"with <dataset> one of {', '.join(known)}"
        )
    return batches, notes


def _survey_dataset(
    folder: Path, as_of: date, batches: dict[tuple[str, date], Batch], notes: list[Note]
) -> None:
    for dated in _visible(folder):
        subject = f"{folder.name}/{dated.name}"
        if not dated.is_dir():
            notes.append(
                Note("file_not_understood", subject, "a file outside any dated folder; it was not read")
            )
            continue
        on = _date(dated.name)
        if on is None:
            notes.append(Note("folder_not_understood", subject, "not a date; expected YYYY-MM-DD"))
            continue
        if on > as_of:
            continue
        files, unreadable = [], []
        for file in _visible(dated):
            if file.name == MANIFEST:
                continue
            if file.is_file() and file.suffix.lower() in READABLE:
                files.append(file)
            elif file.is_file() and file.suffix.lower() in OTHER_TABLES:
                unreadable.append(file.name)
            else:
                what = "a file of a type that is not read" if file.is_file() else "a folder within a batch"
                message = f"{what}; expected .parquet, .csv or .xlsx files"
                notes.append(Note("file_not_understood", f"{subject}/{file.name}", message))
        manifest = dated / MANIFEST
        if not files and not unreadable and not manifest.exists():
            notes.append(Note("batch_empty", subject, "the folder holds no .parquet, .csv or .xlsx file"))
            continue
        found = Batch(
            folder.name, on, dated, tuple(files), manifest if manifest.exists() else None, tuple(unreadable)
        )
        batches[folder.name, on] = found


def _visible(folder: Path) -> list[Path]:
    """Entries by name, without hidden files, office lock files and the like."""
    return sorted(
        (p for p in folder.iterdir() if not p.name.startswith((".", "~$")) and p.name.lower() not in IGNORED),
        key=lambda p: p.name,
    )


def _date(text: str) -> date | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
