"""D01 on a whole night against plain Python over the delivered text and the truth: who carries a number to be corrected."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from tests.flows.conftest import SMALL

Row = tuple[str, str, str, int, str]
"""A mention: dataset, batch, file, row, role."""


def folded(text: str | None) -> str:
    wide = unicodedata.normalize("NFKC", text or "").upper().replace("×", "X")
    return "".join(char for char in wide if char.isalnum() or char == "*")


def usable(number: str) -> str | None:
    """The 18 characters that GB 11643 accepts, also of 15 digits and of a starred check character."""
    if len(number) == 15 and number.isdigit():
        number = number[:6] + "19" + number[6:] + "*"
    body, check = number[:17], number[17:]
    if len(number) != 18 or not body.isdigit():
        return None
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    right = "10X98765432"[sum(w * int(d) for w, d in zip(weights, body, strict=True)) % 11]
    try:
        date(int(body[6:10]), int(body[10:12]), int(body[12:14]))
    except ValueError:
        return None
    return body + right if check in (right, "*") else None


def carried(row: dict[str, Any]) -> tuple[set[str], bool]:
    """The numbers a row gives its person, and whether it gives a failed one that no card or school number makes good.

    A guardian's number in the child's column, with the guardian's own beside it, is known for what it is.
    """
    number, student = folded(row.get("id_number", row.get("head_id_number"))), folded(row.get("student_no"))
    own = usable(number[:18] if len(number) in (20, 22) else number)
    others = {usable(folded(row.get("card_no"))[:18]), usable(student[1:] if student[:1] == "G" else "")}
    if own and own == usable(folded(row.get("guardian_id_number"))):
        own, number = None, ""
    found = {one for one in (own, *others) if one}
    looks_like_one = (
        10 < len(number) < 23 and "*" not in number and number[:1].isdigit() and number[:6] != "000000"
    )
    return found, looks_like_one and not found


def delivered(home: Path, dataset: str, batch: str) -> dict[Row, tuple[set[str], bool]]:
    """What every row of a batch carries, of rows about persons with a resident number."""
    role = "head" if dataset == "mz_household" else "self"
    found = {}
    for file in (home / "work" / "checked" / dataset / batch).glob("*.accepted.parquet"):
        for row in pq.read_table(file).to_pylist():
            if (row.get("id_type") or "111") in ("111", "居民身份证"):
                found[dataset, batch, row["source_file"], row["source_row"], role] = carried(row)
    return found


def test_who_carries_a_number_to_be_corrected_is_named(home: Path) -> None:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        placed = con.execute(
            "SELECT dataset, batch::VARCHAR, source_file, source_row, role, person_id FROM core.person_link"
        ).fetchall()
        fired = {p for (p,) in con.execute("SELECT person_id FROM mart.signal WHERE rule = 'D01'").fetchall()}
        truth = dict(
            con.execute(
                "SELECT person_id, any_value(p.id_number) FROM core.person_link l JOIN read_parquet($m) m "
                "USING (dataset, batch, source_file, source_row, role) JOIN read_parquet($p) p USING (person) GROUP BY ALL",
                {name[0]: str(SMALL / "truth" / f"{name}.parquet") for name in ("mentions", "people")},
            ).fetchall()
        )
    person_of = {tuple(row): person for *row, person in placed}
    rows = {}
    for dataset, batch in {row[:2] for row in person_of}:
        rows |= delivered(home, dataset, batch)
    numbers: dict[int, set[str]] = defaultdict(set)
    due = set()
    for row, person in person_of.items():
        given, failed = rows.get(row, (set(), False))
        due |= {person} if failed else set()
        numbers[person] |= given
    bearers = Counter(number for own in numbers.values() for number in own)
    shared = {person: {n for n in own if bearers[n] > 1} for person, own in numbers.items()}
    due |= {person for person, own in numbers.items() if len(own) > 1 or shared[person] - {truth.get(person)}}
    may = due | {person for person, own in shared.items() if own}
    assert len(due) > 30
    assert len(due & fired) / len(due) >= 0.99, sorted(due - fired)[:5]
    assert len(may & fired) / len(fired) >= 0.99, sorted(fired - may)[:5]
