"""The truth beside the inbox: which person each row names, and the flat table for matching alone.

In: written batches with person, guardian and fault.  Out: tables of mentions, records and people.
"""

import polars as pl

from sample_data.departments import Extract
from sample_data.forms import BLOCK, FORMS
from sample_data.province import World

APPEND = {
    "mz_payment", "mz_application", "mz_visit", "jy_aid", "rs_pension", "wj_death", "yb_settlement", "cl_subsidy",
    "yj_disaster", "rx_ticket",
}  # fmt: skip
ROLE = {"mz_household": "head", "rx_ticket": "lead"}
PLACE = ["dataset", "batch", "source_file", "source_row"]


def mentions(rows: pl.DataFrame) -> pl.DataFrame:
    """Mentions of one batch: dataset, batch, source_file, source_row, role, person, kind."""
    dataset = str(rows["dataset"][0])
    named = rows.select(*PLACE, role=pl.lit(ROLE.get(dataset, "self")), person="person", kind="fault")
    guardians = rows.filter(pl.col("guardian") >= 0)
    return pl.concat(
        [named, guardians.select(*PLACE, role=pl.lit("guardian"), person="guardian", kind=pl.lit("guardian"))]
    )


def flat(rows: pl.DataFrame) -> pl.DataFrame | None:
    """Self rows of one batch as delivered, for matching alone; None for datasets that name nobody as themselves."""
    dataset = str(rows["dataset"][0])
    if ROLE.get(dataset, "self") != "self":
        return None
    key = pl.concat_str([pl.col(k) for k in FORMS[dataset].key], separator="|", ignore_nulls=True)
    household = next((c for c in ("household_id", "monitor_id") if c in rows.columns), None)
    return rows.select(
        record_id=pl.format("{}/{}/{}:{}", "dataset", "batch", "source_file", "source_row"),
        source="dataset",
        **{c: pl.when(pl.col(c) != "").then(c) for c in BLOCK},
        household_id=pl.col(household) if household else pl.lit(None, dtype=pl.String),
        person="person",
        kind="fault",
        key=key,
    )


def in_force(extracts: list[Extract]) -> set[tuple[str, object]]:
    """The (dataset, batch) in force: every batch of an append dataset, the newest of a snapshot."""
    newest = {e.dataset: max(x.batch for x in extracts if x.dataset == e.dataset) for e in extracts}
    return {(e.dataset, e.batch) for e in extracts if e.dataset in APPEND or newest[e.dataset] == e.batch}


def people(world: World) -> pl.DataFrame:
    """Everybody, as they are."""
    none = pl.col(pl.String).replace("", None)
    return world.people.select(
        *["person", "id_type", "id_number", "second_number", "name", "former_name", "sex", "birth_date", "county_code"],
        *["phone", "died_on", "household", "relation", "twin"],
    ).with_columns(none, pl.col("county_code").cast(pl.String))
