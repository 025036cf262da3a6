"""Groups of commands: explain, review, feedback."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.options import HomeOption, LanguageOption, guarded, home_given, today_in_shanghai

explain_app = typer.Typer(help="Why: a person's record, a signal, a link.", no_args_is_help=True)
review_app = typer.Typer(
    help="Pairs that matching would not decide; decisions are kept for ever and can be undone.",
    no_args_is_help=True,
)
feedback_app = typer.Typer(help="What departments did about signals.", no_args_is_help=True)

WhoOption = Annotated[str, typer.Option(help="Who decided.")]


@explain_app.command("person")
@guarded
def explain_person(person_id: int, home: HomeOption = None, language: LanguageOption = "zh") -> None:
    """A person: the record, every mention behind it and why it is there."""
    from flows.explain import person

    typer.echo(person(home_given(home), person_id, language))


@explain_app.command("signal")
@guarded
def explain_signal(signal_id: str, home: HomeOption = None) -> None:
    """A signal: rule, parameters with their documents, source rows, history."""
    from flows.explain import signal as explain

    typer.echo(explain(home_given(home), signal_id))


@explain_app.command("link")
@guarded
def explain_link(
    link_id: Annotated[str, typer.Argument(help="dataset/batch/file:row, as delivered.")],
    home: HomeOption = None,
    language: LanguageOption = "zh",
) -> None:
    """A link: why this source row was given to this person."""
    from flows.explain import link

    typer.echo(link(home_given(home), link_id, language))


@review_app.command("list")
@guarded
def list_pairs(
    home: HomeOption = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, the most certain first.")] = 20,
    language: LanguageOption = "zh",
) -> None:
    """The open pairs of the published night, masked."""
    from flows.review import listing

    typer.echo(listing(home_given(home), limit, language))


@review_app.command("export")
@guarded
def export_pairs(
    file: Annotated[Path, typer.Argument(help="Sheet to write: .xlsx or .csv.")],
    home: HomeOption = None,
    masked: Annotated[bool, typer.Option(help="Mask names and numbers.")] = False,
) -> None:
    """The open pairs as a sheet for caseworkers, in Chinese. Unless masked it holds full identities: guard it."""
    from flows.review import export

    typer.echo(export(home_given(home), file, masked))


@review_app.command("import")
@guarded
def import_pairs(
    file: Annotated[Path, typer.Argument(help="The sheet that came back.")],
    who: WhoOption,
    home: HomeOption = None,
) -> None:
    """Take the decisions of a sheet over, checked row by row; the next night goes by them."""
    from flows.review import import_sheet

    text, code = import_sheet(home_given(home), file, who)
    typer.echo(text)
    raise typer.Exit(code)


@review_app.command("decide")
@guarded
def decide_pair(
    pair: Annotated[str, typer.Argument(help="Number of the pair, as list and sheet show it.")],
    verdict: Annotated[str, typer.Argument(help="same or not_same.")],
    who: WhoOption,
    home: HomeOption = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
) -> None:
    """Decide one pair; the next night goes by it."""
    from flows.review import decide

    typer.echo(decide(home_given(home), pair, verdict, who, reason))


@review_app.command("rows")
@guarded
def decide_rows(
    link_a: Annotated[str, typer.Argument(help="A source row: dataset/batch/file:row.")],
    link_b: Annotated[str, typer.Argument(help="The other.")],
    verdict: Annotated[str, typer.Argument(help="same or not_same.")],
    who: WhoOption,
    home: HomeOption = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
) -> None:
    """Decide about two source rows that nobody asked about: part what was linked, or join what was not."""
    from flows.review import decide_rows as decide

    typer.echo(decide(home_given(home), link_a, link_b, verdict, who, reason))


@review_app.command("undo")
@guarded
def undo_decision(
    decision: Annotated[int, typer.Argument(help="Number of the decision.")],
    who: WhoOption,
    home: HomeOption = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
) -> None:
    """Take a decision back; it stays on record."""
    from flows.review import undo

    typer.echo(undo(home_given(home), decision, who, reason))


@feedback_app.command("import")
@guarded
def import_feedback(
    file: Annotated[
        Path, typer.Argument(help="xlsx, CSV or Parquet: 预警编号, 处理结果, 日期, 备注, 有效期至, 经办人.")
    ],
    home: HomeOption = None,
) -> None:
    """Take departments' answers over, checked row by row; the next night goes by them."""
    from flows.feedback import import_file

    text, code = import_file(home_given(home), file, today_in_shanghai())
    typer.echo(text)
    raise typer.Exit(code)
