"""Commands about what is published: its report, queries, editions, and going back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.options import AsOfOption, HomeOption, date_given, guarded, home_given

published_app = typer.Typer()


@published_app.command()
@guarded
def report(home: HomeOption = None, as_of: AsOfOption = None) -> None:
    """Write the report page again: of the published night, or of an earlier one that is kept as a snapshot."""
    from flows.report import report_again

    typer.echo(report_again(home_given(home), date_given(as_of) if as_of else None))


@published_app.command()
@guarded
def sql(
    query: Annotated[
        str | None, typer.Argument(help="The query; read from standard input when left out.")
    ] = None,
    home: HomeOption = None,
    audience: Annotated[
        str | None,
        typer.Option(help="See what this audience may see: analyst, county:420102, department:yb."),
    ] = None,
) -> None:
    """Read-only SQL on the published warehouse, or on an audience's edition of it."""
    from flows.query import run_query

    typer.echo(run_query(home_given(home), query if query is not None else sys.stdin.read(), audience))


@published_app.command()
@guarded
def export(
    audience: Annotated[str, typer.Option(help="analyst, county:420102 or department:yb.")],
    purpose: Annotated[str, typer.Option(help="What it is for; it is recorded.")],
    to: Annotated[Path, typer.Option(help="Folder to write the edition into.")],
    home: HomeOption = None,
) -> None:
    """Hand over an edition: the published warehouse cut to what an audience may see."""
    from flows.editions import export as export_edition

    typer.echo(export_edition(home_given(home), audience, purpose, to))


@published_app.command()
@guarded
def rollback(
    home: HomeOption = None,
    to: Annotated[
        str | None, typer.Option(help="Run to go back to; the one before the published one when left out.")
    ] = None,
) -> None:
    """Put an earlier published warehouse in force again; recorded, and can be taken back."""
    from flows.rollback import rollback as roll_back

    typer.echo(roll_back(home_given(home), to))
