"""The engine from mentions to clusters: right on a made-up population, and the same whatever the order of
its input."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from matching import comparing
from matching.engine import resolve
from matching.errors import MatchingError
from matching.statements import keep
from tests.matching.handmade import clusters, person, run
from tests.matching.population import Population


@pytest.fixture(scope="module")
def people() -> Population:
    return Population(seed=5, households=1500)


@pytest.fixture(scope="module")
def resolved(people: Population, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple]]:
    return run(people.table(), tmp_path_factory.mktemp("resolved"))[1]


def test_population_is_put_together(people: Population, resolved: dict[str, list[tuple]]) -> None:
    truth = {int(str(row["mention"])): row["person"] for row in people.rows}
    by_cluster: dict[int, set] = {}
    by_person: dict[object, set] = {}
    for mention, cluster, _, _ in resolved["clusters"]:
        by_cluster.setdefault(cluster, set()).add(truth[mention])
        by_person.setdefault(truth[mention], set()).add(cluster)
    assert len(resolved["clusters"]) == len(truth)
    mixed = [people for people in by_cluster.values() if len(people) > 1]
    torn = [found for found in by_person.values() if len(found) > 1]
    assert not mixed
    assert len(torn) <= 0.004 * len(by_person)


@pytest.mark.parametrize(("shuffle", "threads", "chunk"), [(1, 2, 200_000), (2, 1, 97)])
def test_order_threads_and_chunks_change_nothing(
    people: Population, resolved: dict[str, list[tuple]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    shuffle: int, threads: int, chunk: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(comparing, "CHUNK", chunk)
    _, again = run(people.table(shuffle), tmp_path, threads)
    assert again == resolved


def test_report_counts_what_was_written(people: Population, tmp_path: Path) -> None:
    report, rows = run(people.table(), tmp_path)
    assert report.links == len(rows["edges"])
    assert report.review_pairs == len(rows["pairs_review"])
    assert {block.name for block in report.blocks} >= {"phone", "slips", "residual_name_birth"}


def test_missing_column_is_named(tmp_path: Path) -> None:
    con = duckdb.connect()
    con.execute("CREATE TABLE mentions AS SELECT 1::UBIGINT AS mention, 'self' AS role")
    with pytest.raises(MatchingError, match="birth_date"):
        resolve(con, "mentions", tmp_path)


def test_mentions_numbered_like_identity_numbers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MatchingError, match="10\\^16"):
        clusters([person(99010119800615011, name="孙德福")], tmp_path)


def test_no_mentions_at_all(tmp_path: Path) -> None:
    assert clusters([], tmp_path) == {}


def test_row_keys_with_the_highest_bit_set_are_joined() -> None:
    con = duckdb.connect()
    few = pa.table({"l": pa.array([7, 8], pa.uint64()), "reason": ["x", "x"]})
    keys = pa.table({"pid": pa.array([*range(47), 2**63 + 5], pa.uint64())})
    keep(con, "told", few)
    keep(con, "label", keys)
    joined = "SELECT pid FROM told JOIN label ON pid = l WHERE reason = 'x' ORDER BY pid"
    assert con.execute(joined).fetchall() == [(7,), (8,)]
