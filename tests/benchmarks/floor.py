"""The floor of matching: a bare GROUP BY on the number as typed, in one SQL statement, timed as a whole
process.

python tests/benchmarks/floor.py IN.parquet OUT.parquet

Reads `record_id` and `id_number`, writes `record_id` and `person_id`. Numbers are turned from full-width to
ASCII and to upper case, digits and X kept, 20 characters cut to 18; the smallest record of a number stands
for it, and a record without a number stays alone.
"""

import sys

import duckdb

STATEMENT = """
COPY (
    WITH typed AS (
        SELECT record_id, upper(translate(id_number, '０１２３４５６７８９Ｘｘ', '0123456789XX')) AS typed
        FROM read_parquet('{source}')
    ), kept AS (
        SELECT record_id, regexp_replace(typed, '[^0-9X]', '', 'g') AS number FROM typed
    ), cut AS (
        SELECT record_id, CASE WHEN length(number) = 20 THEN left(number, 18) ELSE number END AS number
        FROM kept
    ), first AS (
        SELECT number, min(record_id) AS person_id FROM cut WHERE number <> '' GROUP BY number
    )
    SELECT record_id, coalesce(first.person_id, record_id) AS person_id
    FROM cut LEFT JOIN first USING (number)
) TO '{target}' (FORMAT parquet)
"""

if __name__ == "__main__":
    duckdb.sql(STATEMENT.format(source=sys.argv[1], target=sys.argv[2]))
