-- Purpose: rows under a number that another number of the same name becomes when stored; rows of other names stay as they are.
-- Grain: mx_rounded: a (number, name, doubt).
-- Inputs: mx_again, mx_near.  Parameters, expressions of the model: number, stored, doubt.
CREATE OR REPLACE TEMP TABLE mx_rounded AS
SELECT DISTINCT exact_key, i.name, coalesce($doubt, false) AS doubt
FROM mx_again i
SEMI JOIN (SELECT n.exact_key, o.name
           FROM mx_near n
           JOIN (SELECT exact_key AS origin, name, $number AS number, $stored AS stored FROM mx_again
                 WHERE role IN ('self', 'head')) o USING (origin)
           WHERE n.number = o.stored AND n.number <> o.number) r USING (exact_key, name)
WHERE role IN ('self', 'head');
