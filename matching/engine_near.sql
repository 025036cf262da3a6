-- Purpose: valid numbers that may be only copies of others, rounded where a number was stored as a binary fraction.
-- Grain: mx_near: a number that storing leaves as it is, and another (origin) that it may come from.
-- Inputs: mx_in, mx_key.  Parameters, expressions of the model: number, stored (what it becomes), near (list of the keys that it may
--   come from), possible.
CREATE OR REPLACE TEMP TABLE mx_near AS
SELECT c.exact_key, c.number, k.exact_key AS origin
FROM (SELECT exact_key, number, unnest($near) AS origin
      FROM (SELECT DISTINCT exact_key, $number AS number FROM mx_in
            WHERE exact_key IS NOT NULL AND ($possible) AND $number = $stored AND role IN ('self', 'head'))) c
JOIN mx_key k ON k.exact_key = c.origin
WHERE k.exact_key <> c.exact_key;
