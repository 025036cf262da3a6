"""How right the links are, against a known truth: counts only, never a list of pairs, so millions of records
are fine.

In: links (keys, person_id) and truth (the same keys, true_person and, where known, columns such as source and
kind of error). Out: an `Evaluation`: pairwise precision, recall, F1, B³, mixed people, and where it goes
wrong by group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from matching import statements
from matching.errors import MatchingError

PER = 100_000


SHOWN = 40
"""Values of a grouping that the text shows one by one."""


@dataclass(frozen=True)
class GroupResult:
    """Records of one group (say, of one kind of error) and what became of them; shares are means over
    records.
    """

    group: str
    records: int
    misplaced: int
    split_off: int
    b3_precision: float
    b3_recall: float


@dataclass(frozen=True)
class Evaluation:
    """Counts of records, true people, people found, and of pairs rightly together, found, and true."""

    records: int
    people: int
    found_people: int
    right_pairs: int
    found_pairs: int
    true_pairs: int
    b3_precision: float
    b3_recall: float
    mixed_people: int
    mixed_clusters: int
    review_pairs: int | None = None
    groups: dict[str, list[GroupResult]] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        """Share of the pairs found that are right; 1 when none was found."""
        return self.right_pairs / self.found_pairs if self.found_pairs else 1.0

    @property
    def recall(self) -> float:
        """Share of the true pairs that were found; 1 when there is none."""
        return self.right_pairs / self.true_pairs if self.true_pairs else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of pairwise precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def b3_f1(self) -> float:
        """Harmonic mean of B³ precision and recall."""
        total = self.b3_precision + self.b3_recall
        return 2 * self.b3_precision * self.b3_recall / total if total else 0.0

    @property
    def mixed_per_100k(self) -> float:
        """People with a record in a cluster that also holds another person's, per 100,000 true people."""
        return PER * self.mixed_people / self.people if self.people else 0.0

    @property
    def review_per_100k(self) -> float | None:
        """Review pairs per 100,000 true people; None when not counted."""
        if self.review_pairs is None:
            return None
        return PER * self.review_pairs / self.people if self.people else 0.0

    def figures(self) -> dict[str, float | int | None]:
        """The figures over all records, by name, for a report or JSON."""
        return {
            "records": self.records,
            "people": self.people,
            "found_people": self.found_people,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "b3_precision": self.b3_precision,
            "b3_recall": self.b3_recall,
            "b3_f1": self.b3_f1,
            "mixed_people": self.mixed_people,
            "mixed_clusters": self.mixed_clusters,
            "mixed_per_100k": self.mixed_per_100k,
            "review_pairs": self.review_pairs,
            "review_per_100k": self.review_per_100k,
        }

    def table(self) -> str:
        """The evaluation as text: figures first, then one block per grouping."""
        lines = []
        for name, value in self.figures().items():
            if value is not None:
                lines.append(
                    f"{name:<18}{value:>14,}" if isinstance(value, int) else f"{name:<18}{value:>14.6f}"
                )
        shares = f"{'B³ P':>10}{'B³ R':>10}"
        for name, rows in self.groups.items():
            lines += ["", f"{'by ' + name:<28}{'records':>10}{'misplaced':>11}{'split off':>11}{shares}"]
            # those that go wrong most come first
            lines += [
                f"{row.group:<28}{row.records:>10,}{row.misplaced:>11,}{row.split_off:>11,}"
                f"{row.b3_precision:>10.5f}{row.b3_recall:>10.5f}"
                for row in rows[:SHOWN]
            ]
            if rest := rows[SHOWN:]:
                lines += [
                    f"{f'{len(rest):,} more':<28}{sum(row.records for row in rest):>10,}"
                    f"{sum(row.misplaced for row in rest):>11,}{sum(row.split_off for row in rest):>11,}"
                ]
        return "\n".join(lines)


def evaluate(
    con: duckdb.DuckDBPyConnection,
    links: str,
    truth: str,
    keys: Sequence[str] = ("mention",),
    groups: Sequence[str] = (),
    review: str | None = None,
) -> Evaluation:
    """Compare `links` with `truth` (relations), joined on `keys`.

    `links` has `person_id`, `truth` has `true_person` and the columns named in `groups` (say, `source`,
    `kind`). A record of the truth without a link counts as a person of its own; a link without truth is left
    out. `review` is the relation of pairs left to people. Raises `MatchingError` when a key occurs twice in
    either, or nothing joins.
    """
    _check(con, links, truth, keys)
    columns = "".join(f", t.{_quoted(group)}" for group in groups)
    statements.run(con, "evaluate.sql", links=links, truth=truth, keys=", ".join(keys), groups=columns)
    found = {
        group: [GroupResult(*row) for row in statements.rows(con, "evaluate_group.sql", group=_quoted(group))]
        for group in groups
    }
    (total,) = statements.rows(con, "evaluate_total.sql")
    pairs = statements.count(con, review) if review is not None else None
    return Evaluation(*(*total, pairs, found))


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _check(con: duckdb.DuckDBPyConnection, links: str, truth: str, keys: Sequence[str]) -> None:
    columns = ", ".join(keys)
    for relation, what in ((links, "links"), (truth, "truth")):
        twice = con.execute(
            f"SELECT {columns} FROM {relation} GROUP BY {columns} HAVING count(*) > 1 LIMIT 1"
        )
        if (row := twice.fetchone()) is not None:
            record = ", ".join(f"{key} {value}" for key, value in zip(keys, row, strict=True))
            raise MatchingError(f"{what}: {record} is there twice; one row per record was expected")
    joined = con.execute(f"SELECT count(*) FROM {truth} SEMI JOIN {links} USING ({columns})").fetchone()
    if not joined or not joined[0]:
        raise MatchingError(f"links and truth have no record in common (joined on {columns})")
