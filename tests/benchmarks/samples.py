"""Samples and commands: made and run as a user would, through the `doudi` command."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Sample:
    """A sample province: `mentions.parquet` (one row per record) and `truth/` in `folder`."""

    folder: Path
    people: int
    seed: int

    @property
    def mentions(self) -> Path:
        """The table that `doudi match` reads."""
        return self.folder / "mentions.parquet"

    @property
    def name(self) -> str:
        """How the table of results calls it."""
        return f"{self.people:,} people, seed {self.seed}"


def doudi() -> str:
    """The `doudi` command of this Python's environment."""
    return str(Path(sys.executable).with_name("doudi"))


def sample(folder: Path, people: int, seed: int) -> Sample:
    """The sample of that size and seed, made when it is not there."""
    made = Sample(folder / f"sample-{people}-{seed}", people, seed)
    mark = made.folder / "truth" / "sample.json"
    wanted = (people, seed)
    if mark.exists():
        said = json.loads(mark.read_text())
        if (said.get("people"), said.get("seed")) == wanted and made.mentions.exists():
            return made
    command = [doudi(), "sample", "--people", str(people), "--out", str(made.folder), "--seed", str(seed)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return made


def records(made: Sample) -> int:
    """How many records its table has."""
    import pyarrow.parquet as pq

    return int(pq.read_metadata(made.mentions).num_rows)


def match_command(source: Path, links: Path, review: Path) -> list[str]:
    """`doudi match` on a table of people."""
    return [doudi(), "match", str(source), "--out", str(links), "--review", str(review)]


def floor_command(source: Path, links: Path) -> list[str]:
    """The bare GROUP BY on the same table."""
    return [sys.executable, str(Path(__file__).with_name("floor.py")), str(source), str(links)]
