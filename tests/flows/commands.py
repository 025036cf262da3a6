"""The commands as a person types them, and what departments deliver damaged."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from typer.testing import CliRunner, Result

from flows.cli import app
from tests.flows.conftest import AS_OF

NUMBER = re.compile(r"[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])[0-3]\d\d{3}[\dX]")


def doudi(*arguments: object) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    assert not NUMBER.search(result.output)
    return result


def run(inbox: Path, home: Path, as_of: date = AS_OF) -> Result:
    return doudi("run", "--inbox", inbox, "--home", home, "--as-of", as_of)


def spoil(inbox: Path, dataset: str, how: str) -> None:
    """Put one more, damaged, batch into a dataset."""
    whole = next(max((inbox / dataset).iterdir()).glob("*.parquet")).read_bytes()
    folder = inbox / dataset / AS_OF.isoformat()
    folder.mkdir()
    if how == "empty":
        (folder / "a.parquet").touch()
    elif how == "random":
        (folder / "a.parquet").write_bytes(bytes(range(256)) * 40)
    elif how == "truncated":
        (folder / "a.parquet").write_bytes(whole[: len(whole) // 2])
    elif how == "wrong encoding":
        (folder / "a.csv").write_bytes(
            "card_no,type,level,issued_on,status,name\n1,1,1,2020-01-01,valid,張\n".encode("big5")
            + b"\xff\xfe"
        )
    elif how == "missing column":
        (folder / "a.csv").write_text("card_no,type,level,name\n1,1,1,张三\n")
    elif how == "half by manifest":
        (folder / "a.csv").write_text(
            "card_no,type,level,issued_on,status,name\n1,1,1,2020-01-01,valid,张三\n"
        )
        (folder / "_manifest.json").write_text('{"files": {"a.csv": {"rows": 2}}}')
