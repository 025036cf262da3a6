-- Purpose: people with a number each who may be one person: alike in name and birth date, and with a telephone or household in common.
-- Grain: mx_two: a pair of numbers a < b.
-- Inputs: mx_key_row, mx_row, mx_away.  Parameters: same, columns that the number or its owner's name tells; there, that they
--   are known; beside, a list of texts, of which one must be shared.
CREATE OR REPLACE TEMP TABLE mx_two AS
WITH namesakes AS (
    SELECT hash($same) AS what FROM mx_key_row WHERE $there GROUP BY what HAVING count(*) > 1
), alike AS (
    SELECT hash($same) AS what, exact_key FROM mx_key_row WHERE $there AND hash($same) IN (SELECT what FROM namesakes)
), known AS (
    SELECT DISTINCT what, exact_key, unnest($beside) AS shared
    FROM (FROM mx_row ANTI JOIN mx_away USING (mention)) JOIN alike USING (exact_key)
)
SELECT DISTINCT a.exact_key AS a, b.exact_key AS b
FROM known a JOIN known b ON a.what = b.what AND a.shared = b.shared AND a.exact_key < b.exact_key;
