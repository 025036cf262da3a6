-- Purpose: how much it says that two records share a value that few people hold (telephone, household), in bits.
-- Grain: one row per value that a profile bears: value, bits.
-- Inputs: mx_profile, mx_row.  Parameters: table (to make), column, people (how many in all).
-- Choice: k holders would make it log2(people / k).  Those who hold one value are no strangers to each other (one village, few
-- surnames), so it is k squared, up to 16; for one holder or none it is a telephone number of his own.
CREATE OR REPLACE TEMP TABLE $table AS
WITH asked AS (
    SELECT DISTINCT $column AS value FROM mx_profile WHERE $column IS NOT NULL
), held AS (
    SELECT value, log2(count(DISTINCT exact_key)) AS k
    FROM (SELECT $column AS value, exact_key FROM mx_row) SEMI JOIN asked USING (value)
    GROUP BY value
)
SELECT a.value, log2($people) - coalesce(h.k, 0) - least(coalesce(h.k, 0), 4) AS bits
FROM asked a LEFT JOIN held h USING (value);
