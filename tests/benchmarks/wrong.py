"""What remains wrong, by kind: false joins and lost parts of a result, told by what the records say.

In: a sample, and links made of its mentions. Out: for each of the two, cases and pairs by a description of what the
two nearest records share and where they differ, and by the label the sample gave the record (what was done to
it). The descriptions come from the records alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.registry import Figure, Result
from tests.benchmarks.samples import Sample

SHOWN = 20
WHAT = ("false join", "lost part")


def wrong(made: Sample, links: Path) -> Iterator[Result]:
    """One result for each of false joins and lost parts by kind, and one each by label."""
    import duckdb

    from transforms.normalise import register
    from transforms.people_table import mentions_from_table

    with duckdb.connect() as con:
        con.execute("SET enable_progress_bar = false")
        register(con)
        mentions_from_table(con, made.mentions, "mention")
        truth = f"'{made.folder / 'truth' / 'records.parquet'}'"
        script = Path(__file__).with_name("wrong.sql").read_text(encoding="utf-8")
        con.execute(script.replace("{links}", f"'{links}'").replace("{truth}", truth))
        for what in WHAT:
            for column in ("kind", "label"):
                yield Result("wrong", f"{what}, by {column}", made.name, _counts(con, what, column))
        yield Result("wrong", "lost pairs, by rule", made.name, _by_rule(con))


def _counts(con: object, what: str, column: str) -> dict[str, Figure]:
    """Cases by kind, the most frequent first; the number of cases and of pairs at the head."""
    rows = con.execute(  # type: ignore[attr-defined]
        f"SELECT {column}, count(*), sum(pairs)::BIGINT FROM wrong_case WHERE what = ? GROUP BY 1 ORDER BY 2 DESC, 1",
        [what],
    ).fetchall()
    found: dict[str, Figure] = {
        "cases": sum(cases for _, cases, _ in rows),
        "pairs": sum(pairs for _, _, pairs in rows),
    }
    found |= {kind: cases for kind, cases, _ in rows[:SHOWN]}
    if rest := sum(cases for _, cases, _ in rows[SHOWN:]):
        found[f"{len(rows) - SHOWN} other kinds"] = rest
    return found


def _by_rule(con: object) -> dict[str, Figure]:
    """Pairs lost by the rule that forbids to join them unasked, the recall if only the others counted as lost, and the F1 that
    nothing else lost and nothing wrong would have."""
    lost = con.execute(  # type: ignore[attr-defined]
        "SELECT rule, sum(pairs)::BIGINT FROM wrong_case WHERE what = 'lost part' GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    (true,) = con.execute(  # type: ignore[attr-defined]
        "SELECT sum(n * (n - 1) // 2)::BIGINT FROM (SELECT count(*) AS n FROM judged GROUP BY person)"
    ).fetchone()
    found: dict[str, Figure] = dict(lost)
    allowed = int(found.get("nothing forbids a link", 0))
    reachable = 1 - (sum(pairs for _, pairs in lost) - allowed) / true
    return found | {
        "true pairs": true,
        "recall of what may be joined": 1 - allowed / true,
        "F1 at most": 2 * reachable / (1 + reachable),
    }
