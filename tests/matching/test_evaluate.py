"""The evaluation agrees with a naive enumeration of pairs on small random partitions."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.errors import MatchingError
from matching.evaluate import Evaluation, evaluate

Partition = list[tuple[int, int | None]]  # (true person, person found) of each record


def run(records: Partition, **options: object) -> Evaluation:
    con = duckdb.connect()
    con.execute("CREATE TABLE truth (mention UBIGINT, true_person INTEGER, source VARCHAR)")
    con.execute("CREATE TABLE links (mention UBIGINT, person_id BIGINT)")
    con.executemany(
        "INSERT INTO truth VALUES (?, ?, ?)",
        [[key, true, "ab"[key % 2]] for key, (true, _) in enumerate(records)],
    )
    con.execute("INSERT INTO links VALUES (999999, 1)")  # a link of a record that the truth does not know
    con.executemany(
        "INSERT INTO links SELECT ?, ? WHERE ?",
        [[key, found, found is not None] for key, (_, found) in enumerate(records)],
    )
    return evaluate(con, "links", "truth", **options)  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.one_of(st.none(), st.integers(0, 5))), min_size=1, max_size=14)
)
def test_agrees_with_enumeration(records: Partition) -> None:
    if all(found is None for _, found in records):
        return
    alone = iter(range(-1, -100, -1))
    found = [next(alone) if person is None else person for _, person in records]
    true = [person for person, _ in records]
    pairs = list(combinations(range(len(records)), 2))
    true_pairs = {(a, b) for a, b in pairs if true[a] == true[b]}
    found_pairs = {(a, b) for a, b in pairs if found[a] == found[b]}
    result = run(records)
    assert (result.right_pairs, result.found_pairs, result.true_pairs) == (
        len(true_pairs & found_pairs),
        len(found_pairs),
        len(true_pairs),
    )
    count = len(records)
    both = [sum(true[a] == true[b] and found[a] == found[b] for b in range(count)) for a in range(count)]
    assert result.b3_precision == pytest.approx(
        sum(n / found.count(f) for n, f in zip(both, found, strict=True)) / count
    )
    assert result.b3_recall == pytest.approx(
        sum(n / true.count(t) for n, t in zip(both, true, strict=True)) / count
    )
    mixed = {
        true[a] for a in range(count) for b in range(count) if found[a] == found[b] and true[a] != true[b]
    }
    assert result.mixed_people == len(mixed)
    assert (result.people, result.found_people) == (len(set(true)), len(set(found)))


def test_perfect_and_all_in_one() -> None:
    perfect = run([(1, 7), (1, 7), (2, 8)])
    assert (perfect.f1, perfect.mixed_per_100k) == (1.0, 0.0)
    worst = run([(1, 7), (2, 7), (3, 7), (3, 7)])
    assert worst.precision == pytest.approx(1 / 6)
    assert (worst.recall, worst.mixed_people, worst.mixed_clusters) == (1.0, 3, 1)
    assert worst.mixed_per_100k == pytest.approx(100_000)


def test_groups_tell_where_records_went_wrong() -> None:

    records: Partition = [(1, 7), (1, 9), (1, 7), (2, 7), (1, 7), (2, 8), (2, 8)]
    result = run(records, groups=["source"])
    rows = {row.group: row for row in result.groups["source"]}
    assert (rows["b"].misplaced, rows["b"].split_off, rows["b"].records) == (1, 1, 3)
    assert (rows["a"].misplaced, rows["a"].split_off, rows["a"].records) == (0, 0, 4)
    assert sum(Counter(row.records for row in rows.values()).elements()) == result.records
    assert "by source" in result.table()


def test_a_record_twice_and_nothing_in_common_are_refused() -> None:
    con = duckdb.connect()
    con.execute("CREATE TABLE truth AS SELECT 1::UBIGINT AS mention, 5 AS true_person")
    con.execute("CREATE TABLE links AS SELECT unnest([1, 1])::UBIGINT AS mention, 5 AS person_id")
    with pytest.raises(MatchingError, match="twice"):
        evaluate(con, "links", "truth")
    with pytest.raises(MatchingError, match="in common"):
        evaluate(con, "(SELECT 4::UBIGINT AS mention, 1 AS person_id)", "truth")
