"""A whole night over the small province: nothing lost, right against the truth, the same however often and in whatever order."""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from flows.home import literal
from flows.steps import STEPS
from matching.evaluate import evaluate
from tests.flows.conftest import AS_OF, SMALL, make_home, run_night
from tests.flows.contents import contents

GOLDEN = Path(__file__).parent / "golden.json"


def ask(home: Path, query: str, *values: object) -> list[tuple]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        return con.execute(query, list(values)).fetchall()


def test_every_row_read_is_accepted_or_quarantined(home):
    rows = ask(
        home,
        "SELECT dataset, batch, rows_read, rows_accepted, rows_quarantined FROM ops.batch WHERE status = 'in_force'",
    )
    assert len({dataset for dataset, *_ in rows}) == 20
    for dataset, batch, read, accepted, quarantined in rows:
        files = SMALL / "inbox" / dataset / str(batch)
        delivered = sum(pq.read_metadata(file).num_rows for file in files.glob("*.parquet"))
        assert read == accepted + quarantined
        if delivered:
            assert read == delivered, (dataset, batch)
    kept = ask(home, "SELECT count(*) FROM ops.quarantine WHERE reasons <> ''")[0][0]
    assert kept == sum(quarantined for *_, quarantined in rows) > 0


def test_every_rule_has_a_status(home):
    shipped = {path.stem for path in (Path(__file__).parents[2] / "signals" / "rules").glob("*.sql")}
    assert {rule for (rule,) in ask(home, "SELECT rule FROM ops.rule_status")} == shipped


def test_people_are_right_against_the_truth_and_better_than_equal_numbers(home):
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        con.execute(
            "CREATE TEMP TABLE truth AS SELECT * EXCLUDE (person), person AS true_person FROM read_parquet(?) AS t "
            "SEMI JOIN (FROM ops.batch WHERE status = 'in_force') AS b USING (dataset, batch) WHERE role IN ('self', 'head')",
            [str(SMALL / "truth" / "mentions.parquet")],
        )
        found = evaluate(
            con, "core.person_link", "truth", ("dataset", "batch", "source_file", "source_row", "role")
        )
        files = json.loads((home / "match" / "mentions.json").read_text())
        con.execute(
            "CREATE TEMP TABLE by_number AS SELECT l.* REPLACE (hash(coalesce(m.id_text, m.mention::VARCHAR)) AS person_id) "
            "FROM core.person_link AS l JOIN read_parquet(?) AS m ON m.mention = l.row_key",
            [files],
        )
        floor = evaluate(con, "by_number", "truth", ("dataset", "batch", "source_file", "source_row", "role"))
    assert found.precision > 0.9995
    assert found.recall > 0.98
    assert 1 - found.f1 < (1 - floor.f1) / 3
    assert found.mixed_people < floor.mixed_people


def test_expected_signals_fire_and_near_misses_do_not(home):
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        truth = SMALL / "truth"
        con.execute(
            "CREATE TEMP TABLE person_of AS " + _PERSON_OF, {"mentions": str(truth / "mentions.parquet")}
        )
        wrong = con.execute(_WRONG_SIGNALS, {"expected": str(truth / "signals.parquet")}).fetchall()
        expected = con.execute(
            "SELECT count(*) FILTER (expected) FROM read_parquet(?)", [str(truth / "signals.parquet")]
        ).fetchone()
    assert expected is not None and expected[0] > 100
    assert len(wrong) <= 0.02 * expected[0], wrong


_PERSON_OF = """
SELECT t.person AS truth_person, mode(l.person_id) AS person_id
FROM read_parquet($mentions) AS t
INNER JOIN core.person_link AS l
    ON l.dataset = t.dataset AND l.batch = t.batch AND l.source_file = t.source_file AND l.source_row = t.source_row AND l.role = t.role
GROUP BY t.person
"""
_WRONG_SIGNALS = """
WITH expected AS (
    SELECT e.rule, p.person_id, CASE WHEN e.subject_kind = 'household' THEN e.household_id END AS household_id, e.expected
    FROM read_parquet($expected) AS e
    LEFT JOIN person_of AS p ON e.subject_kind = 'person' AND p.truth_person = e.person
    WHERE e.rule NOT LIKE 'D%' AND e.rule NOT LIKE 'Y%'
)
SELECT e.rule, e.person_id, e.household_id, e.expected
FROM expected AS e
LEFT JOIN mart.open_signal AS s
    ON s.rule = e.rule
    AND CASE s.subject_kind WHEN 'household' THEN s.household_id = e.household_id ELSE s.person_id = e.person_id END
WHERE e.expected <> (s.signal_id IS NOT NULL)
"""


def test_the_night_is_the_golden_one(home):
    """Counts of the night, frozen. When a change is meant, look at the difference, then: DOUDI_GOLDEN=write make test."""
    found = {
        "tables": {name: rows for name, (rows, _) in contents(home / "warehouse.duckdb").items()},
        "signals": dict(ask(home, "SELECT rule, signals FROM ops.rule_status ORDER BY rule")),
        "links": dict(ask(home, "SELECT rule, count(*) FROM core.person_link GROUP BY rule ORDER BY rule")),
        "low_income": {
            f"{category} {status}": people
            for category, status, people in ask(
                home, "SELECT category, status, count(*) FROM core.low_income GROUP BY ALL ORDER BY ALL"
            )
        },
    }
    if os.environ.get("DOUDI_GOLDEN") == "write":
        GOLDEN.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    assert found == json.loads(GOLDEN.read_text())


def test_again_changes_nothing_and_the_next_night_keeps_ids_and_goes_on_with_signals(inbox, tmp_path):
    home = make_home(tmp_path / "home")
    run_night(inbox, home)
    first = contents(home / "warehouse.duckdb")
    again = run_night(inbox, home)
    assert again.unchanged
    assert [step["step"] for step in again.steps] == ["land"]
    forced = run_night(inbox, home, force=True)
    assert [step["step"] for step in forced.steps] == [step.name for step in STEPS]
    assert contents(home / "warehouse.duckdb") == first

    ids = dict(ask(home, "SELECT id_number, person_id FROM core.person WHERE id_status = 'valid'"))
    before = dict(ask(home, "SELECT signal_id, first_seen FROM mart.signal"))
    run_night(inbox, home, AS_OF.replace(day=AS_OF.day + 1))
    now = dict(ask(home, "SELECT id_number, person_id FROM core.person WHERE id_status = 'valid'"))
    assert sum(now.get(number) != person for number, person in ids.items()) == 0
    after = {
        signal: (first_seen, status)
        for signal, first_seen, status in ask(home, "SELECT signal_id, first_seen, status FROM mart.signal")
    }
    assert set(before) <= set(after)
    assert all(after[signal][0] == first_seen for signal, first_seen in before.items())
    assert any(after[signal][1] == "open" for signal in before)
    assert len(list((home / "snapshots").glob("*.duckdb"))) == 2


def test_other_thread_counts_and_row_orders_give_the_same_people(home, tmp_path):
    inbox = tmp_path / "inbox"
    refused = {
        f"{dataset}/{batch}"
        for dataset, batch in ask(home, "SELECT dataset, batch FROM ops.batch WHERE status = 'refused'")
    }
    for file in (SMALL / "inbox").rglob("[!_]*.*"):
        place = file.relative_to(SMALL / "inbox")
        if str(place.parent) not in refused:
            target = inbox / place
            target.parent.mkdir(parents=True, exist_ok=True)
            if file.suffix == ".parquet":
                table = pq.read_table(file)
                pq.write_table(table.take(list(range(table.num_rows - 1, -1, -1))), target)
            else:
                target.write_bytes(file.read_bytes())
    other = make_home(tmp_path / "home", threads=1)
    run_night(inbox, other)
    assert (
        differing(
            home,
            other,
            "SELECT * EXCLUDE (id_number_row, name_row, birth_date_row, county_code_row, phone_row) FROM core.person",
        )
        == 0
    )
    assert differing(home, other, "SELECT * EXCLUDE (row_key) FROM core.assistance_chain") == 0
    assert (
        differing(
            home,
            other,
            "SELECT signal_id, status, due_on, identity_uncertain FROM mart.signal WHERE category <> 'data'",
        )
        == 0
    )


def differing(one: Path, other: Path, query: str) -> int:
    """How many rows of a query stand in one home's warehouse and not in the other's. (Never the rows: they name people.)"""
    with duckdb.connect() as con:
        parts = []
        for name, home in (("one", one), ("other", other)):
            con.execute(f"ATTACH {literal(home / 'warehouse.duckdb')} AS {name} (READ_ONLY)")
            con.execute(f"USE {name}")
            con.execute(f"CREATE TEMP TABLE {name}_rows AS {query}")
            parts.append(f"{name}_rows")
        a, b = parts
        row = con.execute(
            f"SELECT (SELECT count(*) FROM (FROM {a} EXCEPT ALL FROM {b})) + (SELECT count(*) FROM (FROM {b} EXCEPT ALL FROM {a}))"
        ).fetchone()
        assert row is not None
        return int(row[0])


def test_nothing_published_names_a_person_in_the_report(home):
    page = (home / "reports" / AS_OF.isoformat() / "index.html").read_text()
    numbers = {
        number for (number,) in ask(home, "SELECT id_number FROM core.person WHERE id_number IS NOT NULL")
    }
    assert numbers
    assert not [number for number in numbers if number in page]


@pytest.mark.parametrize("schema", ["core", "mart", "ops"])
def test_every_table_and_column_has_a_comment(home, schema):
    bare = ask(
        home,
        "SELECT table_name || '.' || column_name FROM duckdb_columns() JOIN duckdb_tables() USING (schema_name, table_name) "
        "WHERE schema_name = ? AND duckdb_columns.comment IS NULL UNION ALL "
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = ? AND comment IS NULL UNION ALL "
        "SELECT view_name FROM duckdb_views() WHERE schema_name = ? AND comment IS NULL",
        schema,
        schema,
        schema,
    )
    assert bare == []
