"""Do reviewers' decisions contradict each other?

In: the decisions in force in the ledger, and a new one.  Out: the numbers of those that it contradicts.
Records are one where they say the same number, name and birth date, or where a chain of *same* ties them.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection
from itertools import pairwise

import duckdb

Record = tuple[str, int]


def contradicted(
    con: duckdb.DuckDBPyConnection,
    verdict: str,
    record_a: list[Record],
    record_b: list[Record],
    ledger: str = "ledger",
    without: Collection[int] = (),
) -> list[int]:
    """Decisions in force, but for those of `without`, that cannot stand beside `verdict` on two records, in order; empty when all can.

    A record is given by its keys, ("content", key) and ("identity", key).  A *same* contradicts each *not same*
    between what it would tie together; a *not same* contradicts the chain of *same* that ties the two already.
    """
    ties, apart = _in_force(con, ledger, without)
    for record in (record_a, record_b):
        _tie(ties, record, 0)
    if verdict == "not_same":
        return sorted(set(_chain(ties, record_a[0], record_b[0])) - {0})
    side_a, side_b = _tied(ties, record_a[0]), _tied(ties, record_b[0])
    return sorted(
        {
            number
            for number, one, other in apart
            if (one in side_a and other in side_b) or (one in side_b and other in side_a)
        }
    )


Ties = dict[Record, dict[Record, int]]


def _in_force(
    con: duckdb.DuckDBPyConnection, ledger: str, without: Collection[int]
) -> tuple[Ties, list[tuple[int, Record, Record]]]:
    """Ties between keys, each with the number of its decision (0: of one record), and the *not same* decisions."""
    rows = con.execute(
        f"SELECT decision_id, verdict, a.content_key, a.identity_key, b.content_key, b.identity_key"
        f" FROM {ledger}.review_decision d JOIN {ledger}.review_anchor a USING (decision_id)"
        f" JOIN {ledger}.review_anchor b USING (decision_id)"
        " WHERE d.undone_at IS NULL AND a.side = 'a' AND b.side = 'b' ORDER BY decision_id"
    ).fetchall()
    ties: Ties = defaultdict(dict)
    apart = []
    for number, verdict, *keys in rows:
        if number in without:
            continue
        one, other = record(*keys[:2]), record(*keys[2:])
        _tie(ties, one, 0)
        _tie(ties, other, 0)
        if verdict == "same":
            _tie(ties, [one[0], other[0]], number)
        else:
            apart.append((number, one[0], other[0]))
    return ties, apart


def record(content_key: int, identity_key: int | None) -> list[Record]:
    """A record by its keys, as `contradicted` takes it."""
    return [("content", content_key)] + ([] if identity_key is None else [("identity", identity_key)])


def _tie(ties: Ties, keys: list[Record], number: int) -> None:
    for one, other in pairwise(keys):
        ties[one].setdefault(other, number)
        ties[other].setdefault(one, number)


def _tied(ties: Ties, start: Record) -> set[Record]:
    return set(_reached(ties, start))


def _chain(ties: Ties, start: Record, end: Record) -> list[int]:
    """Numbers of the decisions on a shortest way from `start` to `end`; empty when there is none."""
    came_from = _reached(ties, start)
    numbers = []
    while end in came_from and end != start:
        before = came_from[end]
        numbers.append(ties[before][end])
        end = before
    return numbers


def _reached(ties: Ties, start: Record) -> dict[Record, Record]:
    """Every key that ties lead to from `start`, and the one before it on a shortest way."""
    came_from = {start: start}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for other in ties.get(here, {}):
            if other not in came_from:
                came_from[other] = here
                waiting.append(other)
    return came_from
