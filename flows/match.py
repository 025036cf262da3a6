"""`doudi match`: normalise a table of people, match it, write links and the pairs left to a person. No home, no ledger."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from threading import Thread

from flows.connect import connect_beside
from flows.errors import UsageError


def match_file(mentions: Path, out: Path, review: Path | None) -> str:
    """Match the people of one Parquet or CSV file; what came of it, and which blocking keys were too common to
    make pairs.

    Raises UsageError for paths that cannot be read or written, TransformError for a table that lacks what matching needs.
    """
    from matching.model import shipped
    from matching.table import match_table
    from transforms.people_table import mentions_from_table

    if not mentions.is_file():
        raise UsageError(
            f"{mentions} is not a file. Give a Parquet or CSV file with record_id, name and what else there is."
        )
    for path in (out, review):
        if path is not None and not path.parent.is_dir():
            raise UsageError(f"the folder of {path} does not exist. Make it first.")
    if len({path.resolve() for path in (mentions, out, review) if path}) < 2 + (review is not None):
        raise UsageError("the table, --out and --review have to be different files.")
    if out.is_dir():
        raise UsageError(f"{out} is a folder. Give --out the name of a file.")
    Thread(target=_get_ready).start()  # while DuckDB reads the table
    with connect_beside(out.parent) as con:
        model = shipped()
        read = mentions_from_table(con, mentions, "mentions", ("role", *model.inputs), model.exact.key)
        beside = out.with_name(f".{out.name}.part")
        found = match_table(con, "mentions", beside, review, keyed=True)
        beside.rename(out)
    told = f"{found.people:,} people from {read.records:,} records → {out}"
    told += "".join(f"\n{sentence}" for sentence in read.not_understood)
    if found.dropped:
        told += "\nNot compared, because too many records share it: " + "; ".join(
            f"{block.name} ({block.dropped_keys:,} values, {block.dropped_pairs:,} pairs)"
            for block in found.dropped
        )
    return told


def _get_ready() -> None:
    """Import matching, and have it read its tables of characters: half a second."""
    import pyarrow as pa

    import_module("matching.engine")
    import_module("matching.compare.names").compare(pa.array(["甲"]), pa.array(["乙"]))
