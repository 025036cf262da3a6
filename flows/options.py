"""What the commands share: the options of home, inbox and date, and errors told as one message."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec
from zoneinfo import ZoneInfo

import typer

from flows import errors
from flows.errors import UsageError

P = ParamSpec("P")


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """A command whose errors end in one message and the exit code that is promised for them."""

    @wraps(command)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (Exception, KeyboardInterrupt) as error:
            if errors.is_interrupt(error):
                _say("interrupted. What was published stays in force; run again to take up the work.")
                raise typer.Exit(errors.INTERRUPTED) from None
            if not errors.is_user_error(error):
                raise
            _say(str(error))
            raise typer.Exit(errors.exit_code(error)) from None

    return wrapper


def _say(text: str) -> None:
    print(f"doudi: {text}", file=sys.stderr)


HomeOption = Annotated[
    Path | None, typer.Option("--home", envvar="DOUDI_HOME", help="The home folder; see doudi init.")
]
InboxOption = Annotated[Path, typer.Option("--inbox", help="Folder of <dataset>/<YYYY-MM-DD>/ batches.")]
LanguageOption = Annotated[str, typer.Option(help="zh or en.")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="Date the night stands for; today in Shanghai when left out.")
]


EVERY_NIGHT = "30 1 * * *"
"""When the nights begin that Prefect runs, as cron writes it."""


def inbox_given(inbox: Path) -> None:
    """Raise UsageError for an inbox that is not a folder."""
    if not inbox.is_dir():
        raise UsageError(
            f"--inbox {inbox} is not a folder. Give the folder that holds <dataset>/<YYYY-MM-DD>/ batches."
        )


def home_given(given: Path | None) -> Path:
    """The home; UsageError when none is given."""
    if given is None:
        raise UsageError("which home? Give --home DIR, or set DOUDI_HOME.")
    return given


def today_in_shanghai() -> date:
    """The date a night stands for when none is given."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def date_given(text: str | None, option: str = "--as-of") -> date:
    """The date of an option, today in Shanghai when left out; UsageError when it is none."""
    if text is None:
        return today_in_shanghai()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text!r} is not a date. Write it as YYYY-MM-DD.") from None
