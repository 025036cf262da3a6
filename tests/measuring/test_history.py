"""A regression in the history is seen, and only a regression."""

import json
from pathlib import Path

import pytest

from tests.benchmarks.history import compare, is_worse, merged


@pytest.mark.parametrize(
    ("name", "old", "new", "worse"),
    [
        ("f1", 0.999, 0.998, True),
        ("f1", 0.998, 0.999, False),
        ("mixed_per_100k", 2.0, 3.0, True),
        ("mixed_per_100k", 3.0, 2.0, False),
        ("differ: shuffled, 1 thread", 0, 1, True),
        ("cpu_s", 10.0, 11.0, False),
        ("cpu_s", 10.0, 12.0, True),
        ("x_floor_cpu", 4.0, 5.0, True),
        ("peak_mb", 800.0, 1000.0, True),
        ("rows_per_s", 100.0, 10.0, False),
        ("match_s", 1.0, 2.0, True),
    ],
)
def test_is_worse(name: str, old: float, new: float, worse: bool) -> None:
    assert is_worse(name, old, new) is worse


def _file(path: Path, subject: str, f1: float) -> Path:
    result = {"benchmark": "accuracy", "subject": subject, "data": "d", "figures": {"f1": f1, "note": "text"}}
    path.write_text(json.dumps({"results": [result]}))
    return path


def test_compare_ends_with_one_for_a_regression(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = _file(tmp_path / "a.json", "match", 0.999), _file(tmp_path / "b.json", "match", 0.9)
    assert compare([good, bad]) == 1
    assert "WORSE accuracy · match · d · f1" in capsys.readouterr().out
    assert compare([bad, good]) == 0
    assert compare([good, good]) == 0


def test_a_rival_that_got_worse_is_no_regression(tmp_path: Path) -> None:
    good = _file(tmp_path / "a.json", "splink trained", 0.999)
    assert compare([good, _file(tmp_path / "b.json", "splink trained", 0.9)]) == 0


def test_results_measured_again_replace_the_earlier_ones() -> None:
    old = [{"benchmark": b, "data": "d", "subject": "s", "figures": {"n": 1}} for b in ("cost", "night")]
    new = [{"benchmark": "cost", "data": "d", "subject": "s", "figures": {"n": 2}}]
    assert [(r["benchmark"], r["figures"]["n"]) for r in merged(old, new)] == [("night", 1), ("cost", 2)]
