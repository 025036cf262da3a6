"""The truth beside the inbox: which person each row names, and the flat table for matching alone.

In: written batches with person, guardian and fault.  Out: tables of mentions, records and people.
"""

import polars as pl

from sample_data.departments import Extract
from sample_data.expected import Expected
from sample_data.forms import BLOCK, FORMS
from sample_data.province import World

APPEND = {
    *("mz_payment", "mz_application", "mz_visit", "jy_aid", "rs_pension"),
    *("wj_death", "yb_settlement", "cl_subsidy", "yj_disaster", "rx_ticket"),
}
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
    """Self rows of one batch as delivered, for matching alone; None for datasets without any."""
    dataset = str(rows["dataset"][0])
    if ROLE.get(dataset, "self") != "self":
        return None
    key = pl.concat_str([pl.col(k) for k in FORMS[dataset].key], separator="|", ignore_nulls=True)
    household = next((c for c in ("household_id", "monitor_id") if c in rows.columns), None)
    if dataset == "cl_card":  # whoever makes a flat table takes the number from the card
        number = pl.when(pl.col("id_number") == "").then("card_no").otherwise("id_number")
        rows = rows.with_columns(number.alias("id_number"))
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


def newest_only(records: pl.DataFrame) -> pl.DataFrame:
    """Without rows of append datasets that a later batch delivers again (same primary key)."""
    again = pl.col("source").is_in(sorted(APPEND)) & (pl.col("key") != "")
    newest = records.filter(again).unique(["source", "key"], keep="last", maintain_order=True)
    return pl.concat([records.filter(~again), newest])


def signals(world: World, expected: Expected) -> pl.DataFrame:
    """Which signals must come: rule, subject_kind, person, household_id, expected, intended, note.

    For the rules of `expected` every subject that must fire is listed; `expected` is null where readings of
    the catalogue differ, or the county's rows are too few for a rule that fires on absence. Of other rules
    only the planted cases are here. `intended` says what a planted case was made for.
    """
    planted = {(rule, subject): (fires, note) for rule, subject, fires, note in world.cases}
    verdicts: dict[tuple[str, int | str], bool | None] = {key: fires for key, (fires, _) in planted.items()}
    for rule, subjects in expected.fires.items():
        verdicts |= {key: False for key in planted if key[0] == rule}
        verdicts |= {(rule, subject): True for subject in subjects}
    for rule, subjects in expected.unsure.items():
        verdicts |= {(rule, subject): None for subject in subjects}
    rows = []
    for (rule, subject), verdict in verdicts.items():
        fires, note = planted.get((rule, subject), (None, "natural"))
        home = isinstance(subject, str)
        rows.append(
            (
                rule,
                "household" if home else "person",
                None if home else subject,
                subject if home else None,
                verdict,
                fires,
                note,
            )
        )
    types = {"rule": pl.String, "subject_kind": pl.String, "person": pl.Int64, "household_id": pl.String}
    types |= {"expected": pl.Boolean, "intended": pl.Boolean, "note": pl.String}
    short = ("D02", "batch", None, None, True, True, f"zj_housing/{world.ago(10)}: a quarter fewer rows")
    table = pl.DataFrame([*rows, short], schema=types, orient="row")
    return table.sort("rule", "household_id", "person")


def people(world: World) -> pl.DataFrame:
    """Everybody, as they are."""
    none = pl.col(pl.String).replace("", None)
    return world.people.select(
        *[
            "person",
            "id_type",
            "id_number",
            "second_number",
            "name",
            "former_name",
            "sex",
            "birth_date",
            "county_code",
        ],
        *["phone", "died_on", "household", "relation", "twin"],
    ).with_columns(none, pl.col("county_code").cast(pl.String))
