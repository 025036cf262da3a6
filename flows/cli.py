"""The command line: reads options, calls the rooms, turns what went wrong into one clear message and an exit code.

Nothing heavy is imported until the command that needs it runs.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from flows import errors
from flows.cli_groups import explain_app, feedback_app, review_app
from flows.cli_published import published_app
from flows.errors import UsageError
from flows.options import (
    EVERY_NIGHT,
    AsOfOption,
    HomeOption,
    InboxOption,
    date_given,
    guarded,
    home_given,
    inbox_given,
)
from flows.startup import leave_out_pandas

app = typer.Typer(
    name="doudi",
    help="兜底: departments' extracts in, one record per person, categorised warning signals out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(published_app)
app.add_typer(explain_app, name="explain")
app.add_typer(review_app, name="review")
app.add_typer(feedback_app, name="feedback")


@app.command()
@guarded
def init(
    home: Annotated[Path, typer.Argument(help="Folder to make.")],
    region: Annotated[str, typer.Option(help="Policy region, such as hubei.")] = "hubei",
) -> None:
    """Make a home: the folder in which doudi keeps its settings, landing area, ledger and warehouse."""
    from flows.regions import check_region
    from flows.settings import write_settings

    check_region(region)
    typer.echo(f"Made {write_settings(home, region)}. Next: doudi run --inbox DIR --home {home}")


@app.command()
@guarded
def run(
    inbox: InboxOption,
    home: HomeOption = None,
    as_of: AsOfOption = None,
    region: Annotated[
        str | None, typer.Option(help="Policy region for this run instead of the home's.")
    ] = None,
) -> None:
    """Run a night: extracts to one record per person, signals, warehouse and report."""
    from flows.console import Console, note
    from flows.night import night, prepare
    from flows.regions import check_region
    from flows.settings import FILE_NAME, write_settings
    from flows.summary import summary

    folder = home_given(home)
    day = date_given(as_of)
    inbox_given(inbox)
    if region is not None:
        check_region(region, folder)
    if not (folder / FILE_NAME).exists() and (
        not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    ):
        if not any(inbox.iterdir()):
            raise UsageError(f"--inbox {inbox} is empty. Expected {inbox}/<dataset>/<YYYY-MM-DD>/<file>.")
        write_settings(folder, region or "hubei")
        note(f"made a new home in {folder} with default settings")
    console = Console()
    text, code = summary(night(prepare(inbox, folder, day, region, console), console))
    typer.echo(text)
    raise typer.Exit(code)


@app.command()
@guarded
def backfill(
    inbox: InboxOption,
    first: Annotated[str, typer.Option("--from", help="First date of the range.")],
    last: Annotated[str, typer.Option("--to", help="Last date of the range.")],
    home: HomeOption = None,
    only: Annotated[
        str | None,
        typer.Option(help="Take only this dataset from the inbox; the others as they were landed."),
    ] = None,
) -> None:
    """Run every batch date of a range again, in order, to the same end as having run nightly."""
    from flows.backfill import Backfill
    from flows.backfill import backfill as run_range
    from flows.summary import summary

    wanted = Backfill(date_given(first, "--from"), date_given(last, "--to"), only)
    changes, last_night = run_range(inbox, home_given(home), wanted)
    text, code = summary(last_night)
    typer.echo(f"What changed\n{changes}\n\n{text}")
    raise typer.Exit(code)


@app.command()
@guarded
def check(inbox: InboxOption, as_of: AsOfOption = None) -> None:
    """Check extracts against their contracts; writes to no home."""
    from flows.check import check_inbox

    text, code = check_inbox(inbox, date_given(as_of))
    typer.echo(text)
    raise typer.Exit(code)


@app.command()
@guarded
def match(
    mentions: Annotated[
        Path,
        typer.Argument(
            help="Parquet or CSV with record_id, name and any of source, id_number, id_type, sex, …"
        ),
    ],
    out: Annotated[Path, typer.Option(help="Where to write record_id, person_id, rule, score.")],
    review: Annotated[Path | None, typer.Option(help="Where to write pairs it would not decide.")] = None,
) -> None:
    """Match a table of people: one row per record, the same person_id exactly when it is the same person."""
    from flows.match import match_file

    typer.echo(match_file(mentions, out, review))


@app.command()
@guarded
def sample(
    people: Annotated[int, typer.Option(min=1000, help="How many people live in the province.")],
    out: Annotated[Path, typer.Option(help="Folder to write; gets inbox/ and truth/.")],
    seed: Annotated[int, typer.Option(help="Another seed, another province.")] = 1,
) -> None:
    """Make a synthetic province: extracts of every department, with dirt, and the truth beside them."""
    from flows.console import note
    from sample_data import generate

    made = generate(out, people, seed, progress=note)
    typer.echo(
        f"{made.rows:,} rows in {made.batches} batches about {made.people:,} people in {out}/inbox; the truth in {out}/truth. "
        f"Next: doudi run --inbox {out}/inbox --home HOME --as-of {made.as_of}"
    )


@app.command()
@guarded
def train(
    since: Annotated[str, typer.Option("--from", help="First night that the learnt weights count for.")],
    home: HomeOption = None,
) -> None:
    """Learn matching weights from the published night; they count from a date on. No night trains by itself."""
    from flows.train import train_home

    typer.echo(train_home(home_given(home), date_given(since, "--from")))


@app.command()
@guarded
def evaluate(
    links: Annotated[
        Path, typer.Argument(help="Parquet with record_id and person_id, as doudi match writes it.")
    ],
    truth: Annotated[
        Path, typer.Argument(help="Parquet with record_id and person; more columns are groups to show.")
    ],
    review: Annotated[
        Path | None, typer.Option(help="Pairs left to a person, as doudi match writes them.")
    ] = None,
) -> None:
    """Judge links by a truth: precision, recall, F1, B³, people mixed with another."""
    from flows.evaluate import evaluate_files

    typer.echo(evaluate_files(links, truth, review))


@app.command()
@guarded
def serve(
    inbox: InboxOption,
    home: HomeOption = None,
    cron: Annotated[str, typer.Option(help="When, by Shanghai's clock.")] = EVERY_NIGHT,
    region: Annotated[
        str | None, typer.Option(help="Policy region for these runs instead of the home's.")
    ] = None,
) -> None:
    """Register the nightly schedule with the Prefect API that is configured, and run the nights until stopped."""
    from flows.serving import serve_nights

    serve_nights(inbox, home_given(home), cron, region)


def main() -> NoReturn:
    """Entry point of the `doudi` command."""
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    leave_out_pandas()
    app()
    sys.exit(errors.DONE)


if __name__ == "__main__":
    main()
