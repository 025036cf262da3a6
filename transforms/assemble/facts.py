"""Databases `fact` and `past`: accepted rows with the person in place of name and number.

In: batches, the folder `match`. Out: `fact.<dataset>` and the tables about batches and identities,
`past.<dataset>` (docs/inside.md, "fact, past").
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

import duckdb

from transforms.abreast import abreast
from transforms.append import superseded_rows
from transforms.assemble.columns import missing_columns
from transforms.assemble.sqlfile import files, read

IDENTIFYING = [
    "source_file",
    "source_row",
    "id_type",
    "id_number",
    "name",
    "phone",
    "head_name",
    "head_id_number",
    "guardian_id_number",
    "card_no",
    "student_no",
]
AREAS = ("county_code", "event_county")


def fill_fact(con: duckdb.DuckDBPyConnection, batches: Sequence[dict[str, Any]], match_dir: Path) -> None:
    """Create every table of `fact`; a dataset without a batch in force gets none."""
    _describe(con, batches)
    con.execute(read("identity.sql", match=str(match_dir).replace("'", "''")))
    superseded_rows(con, batches)
    in_force: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for batch in batches:
        if batch["in_force"]:
            in_force[batch["dataset"]].append(batch)
    links = files([match_dir / "links.parquet"])

    def of_dataset(own: duckdb.DuckDBPyConnection, parts: list[dict[str, Any]]) -> None:
        dataset = parts[0]["dataset"]
        own.execute(read("tonight_link.sql", links=links, number=str(int(parts[0]["number"]))))
        accepted = files(part["accepted"] for part in parts)
        if dataset == "yb_settlement":
            _create(own, "TEMP TABLE settled", accepted, "tonight_link", parts[0]["mode"])
            own.execute(read("cancelled_settlements.sql"))
        else:
            _create(own, f"TABLE fact.{dataset}", accepted, "tonight_link", parts[0]["mode"])

    abreast(con, of_dataset, sorted(in_force.values(), key=_largest_first))
    con.execute("DROP TABLE fact.superseded_row")


def fill_past(con: duckdb.DuckDBPyConnection, batches: Sequence[dict[str, Any]]) -> None:
    """Create `past.<dataset>` for every batch marked `past`; people are found by `fact.person_number`."""

    def of_batch(own: duckdb.DuckDBPyConnection, batch: dict[str, Any]) -> None:
        own.execute(read("past_link.sql", mentions=files([batch["mentions"]])))
        _create(own, f"TABLE past.{batch['dataset']}", files([batch["accepted"]]), "past_link", "snapshot")

    abreast(con, of_batch, sorted((b for b in batches if b["past"]), key=lambda b: _largest_first([b])))


def _largest_first(parts: list[dict[str, Any]]) -> tuple[int, str]:
    """Order of work: what takes longest first, so that nobody waits for it in the end."""
    return -sum(Path(part["accepted"]).stat().st_size for part in parts), parts[0]["dataset"]


def _create(con: duckdb.DuckDBPyConnection, table: str, accepted: str, links: str, mode: str) -> None:
    columns = [row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {accepted}").fetchall()]
    kept = [
        f'area6(a."{column}") AS "{column}"' if column in AREAS else f'a."{column}"'
        for column in columns
        if column not in IDENTIFYING
    ]
    people, joins = ["s.person_id"], f"LEFT JOIN {links} s ON s.mention = a.row_key"
    if "guardian_id_number" in columns:
        people.append("g.person_id AS guardian_person_id")
        joins += f"\nLEFT JOIN {links} g ON g.mention = a.row_key + 288230376151711744"
    if mode == "append":
        joins += "\nANTI JOIN fact.superseded_row x ON x.row_key = a.row_key"
    con.execute(
        read("fact.sql", table=table, columns=",\n    ".join(kept + people), accepted=accepted, joins=joins)
    )


def _describe(con: duckdb.DuckDBPyConnection, batches: Sequence[dict[str, Any]]) -> None:
    """Create `fact.batch`, `fact.dataset`, `fact.source_file` and `fact.batch_county`."""
    con.execute(read("batches.sql"))
    for batch in sorted(batches, key=lambda b: (str(b["dataset"]), str(b["batch"]))):
        values = [
            batch["dataset"],
            batch["batch"],
            "in_force" if batch["in_force"] else "earlier",
            *(
                batch.get(name)
                for name in ("rows_read", "rows_accepted", "rows_quarantined", "blank_ids", "unmapped_codes")
            ),
            bool(batch["in_force"]),
            batch["number"],
            batch["department"],
            batch["mode"],
            batch.get("max_age_days"),
        ]
        con.execute(f"INSERT INTO known_batch VALUES ({', '.join('?' * len(values))})", values)
    named = [batch["accepted"] for batch in batches if batch["in_force"] or batch["past"]]
    if named:
        con.execute(read("source_files.sql", accepted=files(named)))
    con.execute(read("datasets.sql"))
    _count_counties(con, batches)
    absent = [
        astuple(one)
        for dataset in sorted({b["dataset"] for b in batches})
        for one in missing_columns(dataset, batches)
    ]
    if absent:
        con.executemany("INSERT INTO fact.column_absent VALUES (?, ?, ?, ?, ?)", absent)


def _count_counties(con: duckdb.DuckDBPyConnection, batches: Sequence[dict[str, Any]]) -> None:
    """Fill `fact.batch_county` for snapshots that have a batch before tonight's."""
    snapshots = [batch for batch in batches if batch["mode"] == "snapshot"]
    before = {batch["dataset"]: batch for batch in snapshots if batch.get("previous")}
    for batch in sorted((b for b in snapshots if b["in_force"]), key=lambda b: str(b["dataset"])):
        if earlier := before.get(batch["dataset"]):
            accepted = {"tonight": files([batch["accepted"]]), "before": files([earlier["accepted"]])}
            con.execute(read("batch_county.sql", dataset=batch["dataset"], **accepted))
