-- Purpose: people with a number each who may be one person: alike in what their number, or else a row of theirs, tells (birth date),
--   and with a telephone or household in common.  Whether their names fit is seen when they are compared.
-- Grain: mx_two: a pair of numbers a < b; mx_block_dropped: what too many people share.
-- Inputs: mx_beside (exact_key, told, said: hashes of what is told and shared; engine_beside.sql).  Parameter: size (people who share all
--   that, beyond whom it says nothing).
CREATE OR REPLACE TEMP TABLE mx_common AS
WITH shared AS (
    SELECT exact_key, told AS what FROM mx_beside
    UNION ALL
    SELECT exact_key, said FROM mx_beside WHERE said IS NOT NULL
)
SELECT DISTINCT what, exact_key FROM shared
SEMI JOIN (SELECT what FROM shared GROUP BY what HAVING min(exact_key) < max(exact_key)) USING (what);
DROP TABLE mx_beside;

CREATE OR REPLACE TEMP TABLE mx_block_dropped AS
SELECT what AS block_key, count(*) * (count(*) - 1) // 2 AS pairs FROM mx_common GROUP BY what HAVING count(*) > $size;

CREATE OR REPLACE TEMP TABLE mx_two AS
SELECT DISTINCT a.exact_key AS a, b.exact_key AS b
FROM (FROM mx_common ANTI JOIN mx_block_dropped ON block_key = what) a
JOIN mx_common b ON a.what = b.what AND a.exact_key < b.exact_key;
