-- Purpose: how rare a value is among records, in bits.
-- Grain: one row per value that a profile bears: value, bits.
-- Inputs: mx_profile, mx_row.  Parameters: table (to make), column, step (one number in so many is sampled).
CREATE OR REPLACE TEMP TABLE $table AS
WITH seen AS (
    SELECT $column AS value FROM mx_row WHERE hash(exact_key) % $step = 0
    UNION ALL
    SELECT $column FROM mx_profile
), counted AS (   -- count(value), not a filter, which would work the value out twice
    SELECT value, count(value) AS n, sum(count(value)) OVER () AS total FROM seen GROUP BY value
)
SELECT value, log2(total / n) AS bits FROM counted SEMI JOIN (SELECT $column AS value FROM mx_profile) USING (value)
WHERE n > 0;
