-- Purpose: how much it says that two records share a value that few people hold (telephone, household), in bits.
-- Grain: one row per value that a profile bears: value, bits (far below 0 for one that says nothing).
-- Inputs: mx_profile, mx_row.  Parameters: table (to make), column, who (what tells profiles' people apart), beyond (holders of
--   whom more make it say nothing), nothing (the bits that mean so), people (how many in all).
-- Choice: k holders would make it log2(people / k).  Those who hold one value are no strangers to each other (one village, few
-- surnames), so it is k squared, up to 16; for one holder or none it is a telephone number of his own.  Holders are the people
-- who have a number, or what those without are called, whichever are more: many of the latter are among the former.  A name
-- may be another's written otherwise, so that half of them are surely people.
CREATE OR REPLACE TEMP TABLE $table AS
WITH asked AS (
    SELECT DISTINCT $column AS value FROM mx_profile WHERE $column IS NOT NULL
), held AS (
    SELECT value, greatest(count(DISTINCT exact_key), count(DISTINCT who)) AS holders,
        greatest(count(DISTINCT exact_key), count(DISTINCT who) // 2, 1) AS surely
    FROM (SELECT $column AS value, exact_key, NULL AS who FROM mx_row
          UNION ALL
          SELECT $column, NULL, $who FROM mx_profile) SEMI JOIN asked USING (value)
    GROUP BY value
)
SELECT value, CASE WHEN holders > $beyond THEN $nothing ELSE log2($people) - log2(surely) - least(log2(surely), 4) END AS bits
FROM held;
