-- Purpose: people with a number each who may be one person: alike in what their number, or else a row of theirs, tells (birth date),
--   and with a telephone or household in common.  Whether their names fit is seen when they are compared.
-- Grain: mx_two: a pair of numbers a < b.
-- Inputs: mx_beside (exact_key, what: a hash of what is told and shared; engine_beside.sql).  Parameter: size (people who share all
--   that, beyond whom it says nothing).
CREATE OR REPLACE TEMP TABLE mx_common AS
SELECT DISTINCT what, exact_key FROM mx_beside
SEMI JOIN (SELECT what FROM mx_beside GROUP BY what HAVING min(exact_key) < max(exact_key)) USING (what)
QUALIFY count(*) OVER (PARTITION BY what) <= $size;
DROP TABLE mx_beside;

CREATE OR REPLACE TEMP TABLE mx_two AS
SELECT DISTINCT a.exact_key AS a, b.exact_key AS b
FROM mx_common a JOIN mx_common b ON a.what = b.what AND a.exact_key < b.exact_key;
