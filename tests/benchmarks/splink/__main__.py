"""`python -m tests.benchmarks.splink PEOPLE.parquet LINKS.parquet`: Splink as a whole process.

In: the table `doudi match` reads. Out: `record_id`, `person_id`; one file per threshold when several are
given (`LINKS-<bits>.parquet`), and beside it the seconds of each step as JSON.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from pathlib import Path
from typing import Any

import duckdb

from tests.benchmarks.splink.clean import clean
from tests.benchmarks.splink.model import counted_u, match_prior, settings

FLOOR_BITS = -8.0
SAMPLED_PAIRS = 1e7
"""The least that Splink's documentation calls adequate; for a final model it advises a hundred times as many."""
SEED = 7


def train(linker: Any) -> None:
    """u by random sampling, m by EM on two blocking rules that leave every comparison free once."""
    from splink import block_on

    linker.training.estimate_probability_two_random_records_match(
        [block_on("number"), block_on("name", "birth", "phone")], recall=0.97
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED_PAIRS, seed=SEED)
    for columns in (("number",), ("birth", "phone"), ("name", "phone")):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), estimate_without_term_frequencies=True
        )


def run(
    people: Path, links: Path, thresholds: list[float], trained: bool, predictions: Path | None
) -> dict[str, float]:
    """Clean, train when asked to, predict, cluster at each threshold (bits), write; seconds by step."""
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    seconds: dict[str, float] = {}
    mark = time.perf_counter()

    def lap(step: str) -> None:
        nonlocal mark
        now = time.perf_counter()
        seconds[step] = now - mark
        mark = now

    con = duckdb.connect()
    con.execute("SET enable_progress_bar = false")
    clean(con, people)
    lap("clean")
    api = DuckDBAPI(connection=con)
    linker = Linker(api.register("record"), settings(counted_u(con), match_prior(con)), log_level=None)
    if trained:
        train(linker)
    lap("train")
    found = linker.inference.predict(threshold_match_weight=FLOOR_BITS, warning_mode="never")
    lap("predict")
    if predictions is not None:
        con.execute(f"COPY (SELECT * FROM {found.physical_name}) TO '{predictions}' (FORMAT parquet)")
        linker.misc.save_model_to_json(str(predictions.with_suffix(".json")), overwrite=True)
    for bits in thresholds:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            found, threshold_match_weight=bits
        )
        target = links if len(thresholds) == 1 else links.with_name(f"{links.stem}-{bits:g}.parquet")
        con.execute(
            f"COPY (SELECT record_id, cluster_id AS person_id FROM {clusters.physical_name}) TO '{target}' (FORMAT parquet)"
        )
        clusters.drop_table_from_database_and_remove_from_cache()
    lap("cluster")
    return seconds


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.splink", description=__doc__)
    parser.add_argument("people", type=Path)
    parser.add_argument("links", type=Path)
    parser.add_argument("--trained", action="store_true", help="learn u by sampling and m by EM")
    parser.add_argument("--threshold", type=float, nargs="+", default=[10.0], help="match weights in bits")
    parser.add_argument("--predictions", type=Path, help="keep the scored pairs, and the model as JSON")
    asked = parser.parse_args()
    seconds = run(asked.people, asked.links, asked.threshold, asked.trained, asked.predictions)
    asked.links.with_suffix(".seconds.json").write_text(json.dumps(seconds) + "\n")


if __name__ == "__main__":
    main()
