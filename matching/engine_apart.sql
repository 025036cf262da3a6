-- Purpose: the mentions that a reviewer's *not same* takes out of the number, or of the profile, that they share with the other record.
-- Grain: mx_apart: a mention that leaves.
-- Inputs: mx_in, mx_key.  Parameter: decisions (mention_a, mention_b, verdict), a relation.
-- Under a number its owner stays (the name that exact.settle found), else record a.  Where the two bear different names, every row
-- of the leaver's name goes with it: the reviewer has said whose number it is not.
CREATE OR REPLACE TEMP TABLE mx_apart AS
WITH told AS (
    SELECT a.exact_key, a.mention AS mention_a, b.mention AS mention_b, a.name AS name_a, b.name AS name_b,
        coalesce(b.name = k.name AND a.name <> k.name, false) AS a_leaves
    FROM $decisions d
    JOIN mx_in a ON a.mention = d.mention_a
    JOIN mx_in b ON b.mention = d.mention_b
    LEFT JOIN mx_key k ON k.exact_key = a.exact_key
    WHERE verdict = 'not_same' AND a.exact_key IS NOT DISTINCT FROM b.exact_key
), leaver AS (
    SELECT exact_key, CASE WHEN a_leaves THEN mention_a ELSE mention_b END AS mention,
        CASE WHEN name_a <> name_b THEN CASE WHEN a_leaves THEN name_a ELSE name_b END END AS name
    FROM told
)
SELECT mention FROM leaver
UNION
SELECT i.mention
FROM mx_in i SEMI JOIN leaver l ON l.exact_key = i.exact_key AND l.name = i.name
WHERE i.role IN ('self', 'head');
