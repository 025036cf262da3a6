"""Matching against the floor: cost of the whole process, and accuracy against the sample's truth.

`cost` runs `doudi match` and the bare GROUP BY in turn on the same table; `accuracy` judges both results.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.process import alternate, measure, median
from tests.benchmarks.registry import Figure, Result, Setting, benchmark
from tests.benchmarks.samples import Sample, floor_command, match_command, records, sample
from tests.benchmarks.wrong import wrong


@benchmark
def cost(setting: Setting) -> Iterator[Result]:
    """Wall, processor time and peak memory of whole processes, and how many floors matching costs."""
    for people in setting.people:
        made = sample(setting.folder, people, setting.seeds[0])
        commands = _commands(made)
        costs = {
            name: median(runs)
            for name, runs in alternate(commands, setting.runs, made.folder / "log.txt").items()
        }
        rows = records(made)
        yield Result("cost", "floor", made.name, costs["floor"].figures(rows))
        ratios = costs["match"].ratios(costs["floor"], "floor")
        yield Result("cost", "match", made.name, costs["match"].figures(rows) | ratios)


@benchmark
def accuracy(setting: Setting) -> Iterator[Result]:
    """Precision, recall, F1, B³, mixed people and review pairs, for matching and for the floor; what remains wrong."""
    for people in setting.people:
        for seed in setting.seeds:
            made = sample(setting.folder, people, seed)
            for name, command in _commands(made).items():
                measure(command, made.folder / "log.txt")
                review = _review(made) if name == "match" else None
                yield Result("accuracy", name, made.name, judge(made, _links(made, name), review))
            yield from wrong(made, _links(made, "match"))


def _links(made: Sample, name: str) -> Path:
    return made.folder / f"{name}-links.parquet"


def _review(made: Sample) -> Path:
    return made.folder / "match-review.parquet"


def _commands(made: Sample) -> dict[str, list[str]]:
    return {
        "floor": floor_command(made.mentions, _links(made, "floor")),
        "match": match_command(made.mentions, _links(made, "match"), _review(made)),
    }


def judge(made: Sample, links: Path, review: Path | None) -> dict[str, Figure]:
    """The evaluation; by kind and source it is written beside the links as text."""
    import duckdb

    from matching.evaluate import evaluate

    truth = (
        "(SELECT record_id, person AS true_person, kind, split_part(record_id, '/', 1) AS source"
        f" FROM '{made.folder / 'truth' / 'records.parquet'}')"
    )
    with duckdb.connect() as con:
        result = evaluate(
            con, f"'{links}'", truth, ("record_id",), ("kind", "source"), f"'{review}'" if review else None
        )
    links.with_suffix(".evaluation.txt").write_text(result.table() + "\n", encoding="utf-8")
    return {name: value for name, value in result.figures().items() if value is not None}
