"""The analysts' views of the published warehouse."""

import duckdb

from warehouse.schema import create_schema, create_views


def test_overdue_is_counted_to_the_night_published_last_not_to_a_later_date_published_before():
    with duckdb.connect() as con:
        create_schema(con)
        con.execute(
            "INSERT INTO ops.run BY NAME SELECT * FROM (VALUES ('b', DATE '2026-11-20', TIMESTAMPTZ '2026-11-20 02:00:00+08'), "
            "('a', DATE '2026-11-10', TIMESTAMPTZ '2026-11-21 02:00:00+08')) t(run_id, as_of, finished_at), "
            "(SELECT 'hubei' AS region, TIMESTAMPTZ '2026-11-20 01:00:00+08' AS started_at, 'published' AS status, '1' AS version)"
        )
        con.execute(
            "INSERT INTO mart.signal BY NAME SELECT 'N02-1' AS signal_id, 'N02' AS rule, 't' AS title, 'new_hardship' AS category, "
            "'person' AS subject_kind, 'mz' AS department, 1 AS severity, 'open' AS status, DATE '2026-11-01' AS first_seen, "
            "DATE '2026-11-10' AS last_seen, DATE '2026-11-15' AS due_on, 0 AS reopened_count, '{}' AS evidence, "
            "false AS identity_uncertain"
        )
        create_views(con)
        assert con.execute("SELECT as_of::VARCHAR, overdue FROM mart.open_signal").fetchone() == (
            "2026-11-10",
            False,
        )
