-- Purpose: valid numbers that are only copies of others, rounded where a number was stored as a binary fraction.
-- Grain: mx_copied: a number that storing leaves as it is, and a name on it; mx_near: such a number and another that it may come
--   from; mx_rounded: a (number, name, doubt) of such
--   a number that another number of the same name becomes when stored; its rows of other names stay as they are.
-- Inputs: mx_in, mx_key.  Parameters, expressions of the model: number, stored (what it becomes), near (list of the keys that it may come
--   from), doubt.
CREATE OR REPLACE TEMP TABLE mx_copied AS
SELECT DISTINCT exact_key, name, $number AS number FROM mx_in
WHERE exact_key IS NOT NULL AND $number = $stored AND role IN ('self', 'head');

-- Numbers near such a one are few: they are looked for among the numbers before any row is read.
CREATE OR REPLACE TEMP TABLE mx_near AS
SELECT c.exact_key, k.exact_key AS origin
FROM (SELECT exact_key, unnest($near) AS origin FROM (SELECT DISTINCT exact_key FROM mx_copied)) c
JOIN mx_key k ON k.exact_key = c.origin
WHERE k.exact_key <> c.exact_key;

CREATE OR REPLACE TEMP TABLE mx_rounded AS
SELECT DISTINCT exact_key, i.name, coalesce($doubt, false) AS doubt
FROM mx_in i
SEMI JOIN (SELECT c.exact_key, c.name
           FROM mx_near n
           JOIN mx_copied c ON c.exact_key = n.exact_key
           JOIN (SELECT exact_key AS origin, name, $number AS number, $stored AS stored
                 FROM (FROM mx_in SEMI JOIN mx_near ON mx_near.origin = mx_in.exact_key WHERE role IN ('self', 'head'))) o
             ON o.origin = n.origin AND o.name = c.name
           WHERE c.number = o.stored AND c.number <> o.number) r USING (exact_key, name)
WHERE role IN ('self', 'head');
