"""Weights learnt from data: a known truth is recovered, the same data give the same file, whatever the order."""

from __future__ import annotations

import datetime
from pathlib import Path

import duckdb
import numpy as np
import pytest
import yaml

from matching import train as training
from matching.errors import MatchingError
from matching.fellegi_sunter import learn
from matching.model import load, shipped
from matching.train import TrainReport, in_force, train
from tests.matching.population import SCHEMA, Population

SINCE = datetime.date(2026, 12, 1)


def test_em_recovers_a_known_truth() -> None:
    rng = np.random.default_rng(3)
    m = [np.array([0.9, 0.07, 0.03]), np.array([0.8, 0.2]), np.array([0.95, 0.05])]
    u = [np.array([0.001, 0.009, 0.99]), np.array([0.02, 0.98]), np.array([0.5, 0.5])]
    matches, others = 20_000, 60_000
    drawn = [
        np.concatenate([rng.choice(len(p), matches, p=p), rng.choice(len(q), others, p=q)])
        for p, q in zip(m, u, strict=True)
    ]
    levels = np.stack(drawn, axis=1)
    levels[rng.random(levels.shape) < 0.1] = -1
    patterns, counts = np.unique(levels, axis=0, return_counts=True)
    found = learn(patterns, counts.astype(float), u)
    assert found.share == pytest.approx(matches / (matches + others), abs=0.01)
    for learnt, true in zip(found.m, m, strict=True):
        assert learnt == pytest.approx(true, abs=0.015)


def test_the_first_guess_does_not_matter() -> None:
    u = [np.array([0.001, 0.999]), np.array([0.02, 0.98]), np.array([0.1, 0.9])]
    levels = np.array([[0, 0, 0], [0, 0, 1], [0, 1, 0], [1, 1, 1], [1, 0, 1], [1, 1, 0]])
    counts = np.array([700.0, 60.0, 70.0, 9000.0, 190.0, 1000.0])
    shares = [learn(levels, counts, u, share=guess).share for guess in (0.02, 0.5, 0.9)]
    assert max(shares) - min(shares) < 0.001


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Population:
    monkeypatch.setattr(training, "STRANGERS", 12)
    return Population(seed=8, households=900)


def trained(population: Population, out: Path, shuffle: int = 0, threads: int = 2) -> TrainReport:
    """Learn a model file from a population."""
    con = duckdb.connect(config={"threads": threads})
    con.register("given", population.table(shuffle))
    con.execute("CREATE TABLE mentions AS SELECT * FROM given")
    return train(con, "mentions", out, SINCE)


def learnt(population: Population, out: Path, shuffle: int = 0, threads: int = 2) -> str:
    """The text of the model file learnt from a population."""
    return trained(population, out, shuffle, threads).out.read_text(encoding="utf-8")


def test_the_same_data_give_the_same_file_in_any_order(small: Population, tmp_path: Path) -> None:
    first = learnt(small, tmp_path / "a.yaml")
    assert learnt(small, tmp_path / "b.yaml", shuffle=5, threads=1) == first


def test_the_file_is_a_model_with_a_date_and_the_report_says_what_changed(
    small: Population, tmp_path: Path
) -> None:
    changes = trained(small, tmp_path / "a.yaml").changes
    model = load(tmp_path / "a.yaml")
    assert (model.since, model.version) == (SINCE, shipped().version + 1)
    told = {(c.comparison, c.level): (c.before, c.after) for c in changes if c.before != c.after}
    found = {
        (old.name, level): (old.levels[level].bits, model.comparison(old.name).levels[level].bits)
        for old in shipped().comparisons
        for level in old.levels
    }
    assert told == {place: (before, after) for place, (before, after) in found.items() if before != after}
    assert ("county", "different") in told
    assert not {comparison for comparison, _ in told} & {"number"}


def test_of_a_learnt_file_the_weights_count_and_the_rules_are_todays(
    small: Population, tmp_path: Path
) -> None:
    text = learnt(small, tmp_path / "a.yaml")
    older = yaml.safe_load(text)
    older["unsound"], older["two_numbers"] = [], {"same": ["name"]}
    del older["exact"]["child"]
    (tmp_path / "older.yaml").write_text(yaml.safe_dump(older, allow_unicode=True), encoding="utf-8")
    assert load(tmp_path / "older.yaml") == load(tmp_path / "a.yaml")
    assert load(tmp_path / "older.yaml").unsound == shipped().unsound


def test_the_newest_model_not_after_the_day_is_in_force(small: Population, tmp_path: Path) -> None:
    text = learnt(small, tmp_path / "a.yaml")
    (tmp_path / "b.yaml").write_text(text.replace("since: 2026-12-01", "since: 2027-03-01"), encoding="utf-8")
    both = [tmp_path / "b.yaml", tmp_path / "a.yaml"]
    assert in_force(both, SINCE - datetime.timedelta(days=1)) is None
    assert in_force(both, SINCE) == tmp_path / "a.yaml"
    assert in_force(both, datetime.date(2027, 3, 1)) == tmp_path / "b.yaml"


def test_nothing_to_learn_from_is_said(tmp_path: Path) -> None:
    con = duckdb.connect()
    con.register("given", SCHEMA.empty_table())
    con.execute("CREATE TABLE mentions AS SELECT * FROM given")
    with pytest.raises(MatchingError, match="nothing to learn from"):
        train(con, "mentions", tmp_path / "a.yaml", SINCE)
