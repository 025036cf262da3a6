"""Editions: each audience sees what it may, nothing else; handing one over is recorded."""

from __future__ import annotations

import stat
from pathlib import Path

import duckdb
import pytest

from flows.editions import edition
from flows.errors import UsageError
from flows.settings import read_settings
from signals import rules
from tests.flows.conftest import ask, make_home, run_night
from warehouse.editions import DEPARTMENTS, audience
from warehouse.errors import AudienceError

PURPOSE = "年度核查"


@pytest.fixture(scope="module")
def whole(published: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(published / "warehouse.duckdb"), read_only=True)


def texts(file: Path) -> set[str]:
    """Every text in a file, of whatever table and column."""
    with duckdb.connect(str(file), read_only=True) as con:
        columns = con.execute(
            "SELECT schema_name || '.' || table_name, column_name FROM duckdb_columns() JOIN duckdb_tables() "
            "USING (database_name, schema_name, table_name) WHERE data_type IN ('VARCHAR', 'JSON') AND NOT duckdb_columns.internal"
        ).fetchall()
        found: set[str] = set()
        for table, column in columns:
            rows = con.execute(
                f'SELECT DISTINCT "{column}"::VARCHAR FROM {table} WHERE "{column}" IS NOT NULL'
            )
            found.update(text for (text,) in rows.fetchall())
    return found


def test_analysts_see_the_whole_province_and_recognise_nobody(published: Path, whole) -> None:
    file = edition(published, "analyst")
    people = whole.execute("SELECT id_number, name, phone FROM core.person").fetchall()
    numbers = {number for number, _, _ in people if number and len(number) >= 6}
    names = {name for _, name, _ in people if name and len(name) >= 2}
    phones = {phone for _, _, phone in people if phone and len(phone) >= 7}
    assert len(numbers) > 500 and len(names) > 300 and len(phones) > 300
    shown = texts(file)
    for hidden in (numbers, names, phones):
        assert not hidden & shown
    known = numbers | {name for name in names if len(name) >= 3}
    assert not [text for text in shown if any(one in text for one in known)]
    for table in (
        "core.person",
        "core.person_link",
        "core.household",
        "core.assistance_chain",
        "mart.signal",
    ):
        assert (
            ask(file, f"SELECT count(*) FROM {table}")
            == whole.execute(f"SELECT count(*) FROM {table}").fetchall()
        )
    assert ask(
        file, "SELECT DISTINCT strftime(birth_date, '%m-%d') FROM core.person WHERE birth_date IS NOT NULL"
    ) == [("01-01",)]
    assert ask(file, "SELECT sum(open_signals) > 0 FROM mart.signal_by_county") == [(True,)]


def test_free_texts_that_few_share_are_not_shown(published: Path, tmp_path: Path, whole) -> None:
    said = whole.execute("SELECT detail, count(*) FROM core.assistance_chain GROUP BY detail").fetchall()
    rare = {detail for detail, n in said if detail and n < 10}
    shown = {
        d for (d,) in ask(edition(published, "analyst"), "SELECT DISTINCT detail FROM core.assistance_chain")
    }
    assert rare and not rare & shown
    assert {detail for detail, n in said if detail and n >= 10} <= shown


def test_a_county_sees_its_people_in_full_and_nobody_else(published: Path, whole) -> None:
    county, people = whole.execute(
        "SELECT county_code, count(*) FROM core.person WHERE county_code IS NOT NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
    ).fetchone()
    file = edition(published, f"county:{county}")
    assert file.name == f"county-{county}.duckdb"
    ours = ask(file, "SELECT person_id, id_number, name FROM core.person ORDER BY 1")
    assert (
        ours
        == whole.execute(
            "SELECT person_id, id_number, name FROM core.person WHERE county_code = ? ORDER BY 1", [county]
        ).fetchall()
    )
    assert len(ours) == people
    inside = {person for person, _, _ in ours}
    for table, column in (
        ("core.person_link", "person_id"),
        ("core.person_number", "person_id"),
        ("core.household", "head_person_id"),
        ("core.household_member", "person_id"),
        ("core.low_income", "person_id"),
        ("core.assistance_chain", "person_id"),
        ("mart.signal", "person_id"),
        ("ops.review", "person_id_a"),
        ("ops.review", "person_id_b"),
    ):
        seen = {
            one for (one,) in ask(file, f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")
        }
        assert seen <= inside, table
        everywhere = whole.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall()
        if table != "core.household" and not table.startswith("ops"):
            assert seen == inside & {one for (one,) in everywhere}, table
    assert ask(file, "SELECT count(*) FROM ops.quarantine") == [(0,)]


def test_a_department_sees_whom_its_signals_are_about_and_no_more_columns_than_it_needs(
    published: Path, whole
) -> None:
    file = edition(published, "department:yb")
    signals = ask(file, "SELECT signal_id FROM mart.signal ORDER BY 1")
    assert (
        signals
        and signals
        == whole.execute(
            "SELECT signal_id FROM mart.signal WHERE department = 'yb' AND status IN ('new', 'open') ORDER BY 1"
        ).fetchall()
    )
    subjects = ask(
        file,
        "SELECT person_id FROM mart.signal WHERE person_id IS NOT NULL UNION SELECT head_person_id FROM mart.signal "
        "JOIN core.household USING (household_id) WHERE person_id IS NULL AND head_person_id IS NOT NULL ORDER BY 1",
    )
    assert ask(file, "SELECT person_id FROM core.person ORDER BY 1") == subjects
    tables = ask(
        file,
        "SELECT schema_name || '.' || table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() "
        "WHERE NOT internal GROUP BY ALL ORDER BY 1",
    )
    assert [table for table, _ in tables] == ["core.household", "core.person", "mart.signal", "ops.run"]
    assert dict(tables)["core.person"] == [
        "person_id", "id_number", "id_status", "name", "birth_date", "county_code", "phone",
    ]  # fmt: skip


def test_every_column_of_every_edition_has_a_comment(published: Path) -> None:
    for name in ("analyst", "department:mz"):
        assert (
            ask(
                edition(published, name),
                "SELECT table_name, column_name FROM duckdb_columns() JOIN duckdb_tables() USING (database_name, schema_name, "
                "table_name) WHERE NOT duckdb_columns.internal AND duckdb_columns.comment IS NULL",
            )
            == []
        )


def test_an_edition_of_an_earlier_night_is_made_again(published: Path) -> None:
    file = edition(published, "department:jy")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    made = file.stat().st_mtime_ns
    assert edition(published, "department:jy").stat().st_mtime_ns == made
    with duckdb.connect(str(file)) as con:
        con.execute("UPDATE ops.run SET run_id = 'another'")
    edition(published, "department:jy")
    assert ask(file, "SELECT count(*) FROM ops.run WHERE run_id = 'another'") == [(0,)]


@pytest.mark.parametrize(
    "name", ["", "boss", "county:42", "county:4201020", "department:xx", "analyst:1", "county"]
)
def test_an_audience_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(AudienceError, match="There are: analyst, county:"):
        audience(name)


def test_a_night_writes_the_editions_that_the_settings_name(inbox: Path, tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    settings = home / "doudi.toml"
    settings.write_text(
        settings.read_text().replace("editions = []", 'editions = ["department:mz", "county:999999"]')
    )
    run_night(inbox, home)
    assert sorted(path.name for path in (home / "editions").iterdir()) == [
        "county-999999.duckdb",
        "department-mz.duckdb",
    ]
    settings.write_text(settings.read_text().replace("department:mz", "department:nobody"))
    with pytest.raises(UsageError, match="editions: no audience 'department:nobody'"):
        read_settings(home)


def test_departments_are_those_that_rules_go_to() -> None:
    assert DEPARTMENTS == rules.DEPARTMENTS
