-- Purpose: people with a number each who may be one person: alike in what their number, or else a row of theirs, tells (birth date),
--   and with a telephone or household in common.  Whether their names fit is seen when they are compared.
-- Grain: mx_two: a pair of numbers a < b.
-- Inputs: mx_in, mx_away.  Parameters: told, a hash of what the number tells, said, of what its row says of the same; beside, a list
--   of texts, of which one must be shared; size (people who share all that, beyond whom it says nothing).
CREATE OR REPLACE TEMP TABLE mx_beside AS
WITH here AS (
    SELECT exact_key, $told AS told, $said AS said, unnest($beside) AS shared
    FROM mx_in ANTI JOIN mx_away USING (mention)
    WHERE exact_key IS NOT NULL AND role IN ('self', 'head')
)
SELECT exact_key, hash(told, shared) AS what FROM here WHERE told IS NOT NULL AND shared IS NOT NULL
UNION ALL
SELECT exact_key, hash(said, shared) FROM here WHERE said <> told AND shared IS NOT NULL;

CREATE OR REPLACE TEMP TABLE mx_common AS
SELECT DISTINCT what, exact_key FROM mx_beside
SEMI JOIN (SELECT what FROM mx_beside GROUP BY what HAVING min(exact_key) < max(exact_key)) USING (what)
QUALIFY count(*) OVER (PARTITION BY what) <= $size;
DROP TABLE mx_beside;

CREATE OR REPLACE TEMP TABLE mx_two AS
SELECT DISTINCT a.exact_key AS a, b.exact_key AS b
FROM mx_common a JOIN mx_common b ON a.what = b.what AND a.exact_key < b.exact_key;
