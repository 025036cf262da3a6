"""Editions of the published warehouse: made for `doudi export`, `doudi sql --audience` and, where doudi.toml says so, every night."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from flows.connect import connect
from flows.errors import RunError, UsageError
from flows.history import record_export
from flows.home import warehouse_of
from flows.published import Published, published
from flows.settings import read_settings

if TYPE_CHECKING:
    from warehouse.editions import Audience


def export(home: Path, audience: str, purpose: str, to: Path) -> str:
    """Write the edition of `audience` into the folder `to` and record who was given what for which purpose; what was done.

    Raises UsageError when nothing is published, no purpose is given or nobody is in it, AudienceError for an audience that does
    not exist.
    """
    from warehouse.editions import audience as audience_named

    if not purpose.strip():
        raise UsageError("--purpose says nothing. Say what the edition is for; it is recorded.")
    reader = audience_named(audience)
    night = _night(home)
    if to.exists() and not to.is_dir():
        raise UsageError(f"--to {to} is a file. Give the folder to write into.")
    target = to / reader.file
    with _beside(target) as file:
        people = _make(home, file, reader)
        _somebody(people, audience)
        with record_export(home, night.run_id, audience, purpose.strip(), str(target.resolve()), people):
            file.replace(target)
    return f"{people:,} people of the night of {night.as_of} for {audience} → {target}; recorded"


def edition(home: Path, audience: str, every_night: bool = False) -> Path:
    """`HOME/editions/<audience>.duckdb` of the published night, made where it is not there yet; its path.

    With `every_night` it may hold nobody: a county may have nobody tonight. Raises as `export` does.
    """
    from warehouse.editions import audience as audience_named

    reader = audience_named(audience)
    night = _night(home)
    target = home / "editions" / reader.file
    there = published(target)
    if there is None or there.run_id != night.run_id:
        with _beside(target) as file:
            people = _make(home, file, reader)
            if not every_night:
                _somebody(people, audience)
            file.replace(target)
    return target


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A place beside `target` to write it; empty afterwards. Raises RunError where nothing can be written."""
    file = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield file
    except (OSError, duckdb.IOException) as error:
        raise RunError(
            f"{target} could not be written ({str(error).splitlines()[0]}). Nothing was handed over, and what is published stays: "
            "free some space or give another folder, then ask again."
        ) from None
    finally:
        for left in (file, file.with_name(file.name + ".wal")):
            with suppress(OSError):
                left.unlink()


def _night(home: Path) -> Published:
    night = published(warehouse_of(home))
    if night is None:
        raise UsageError(
            f"nothing is published in {home} yet. Run a night first: doudi run --inbox DIR --home {home}"
        )
    return night


def _somebody(people: int, audience: str) -> None:
    if not people:
        raise UsageError(f"--audience {audience}: nobody is in its edition. Is the code right?")


def _make(home: Path, file: Path, reader: Audience) -> int:
    """Write an edition of the published warehouse, for its owner's eyes alone; how many people are in it."""
    from warehouse.editions import write_edition

    duckdb.connect(str(file)).close()
    file.chmod(0o600)
    with connect(read_settings(home), home / "work" / "spill", file) as con:
        return write_edition(con, warehouse_of(home), reader)
