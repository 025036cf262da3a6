-- Purpose: valid numbers that are only copies of others, rounded where a number was stored as a binary fraction.
-- Grain: mx_copied: a number that storing leaves as it is, and a name on it; mx_rounded: a (number, name, doubt) of such
--   a number that another number of the same name becomes when stored.
-- Inputs: mx_in.  Parameters, expressions of the model: number, stored (what it becomes), near (list of the keys that it may come
--   from), doubt.
CREATE OR REPLACE TEMP TABLE mx_copied AS
SELECT DISTINCT exact_key, name, $number AS number FROM mx_in
WHERE exact_key IS NOT NULL AND $number = $stored AND role IN ('self', 'head');

CREATE OR REPLACE TEMP TABLE mx_rounded AS
SELECT DISTINCT exact_key, i.name, coalesce($doubt, false) AS doubt
FROM mx_in i
SEMI JOIN (SELECT c.exact_key
           FROM (SELECT exact_key, name, number, unnest($near) AS origin FROM mx_copied) c
           JOIN mx_in o ON o.exact_key = c.origin AND o.name = c.name
           WHERE c.number = $stored AND c.number <> $number AND role IN ('self', 'head')) r USING (exact_key)
WHERE role IN ('self', 'head');
