-- Purpose: what needs a second look: numbers that several names carry or that a row speaks against.
-- Grain: mx_again: a mention under such a number, or under one that is another's copy or has one; mx_open: a (number, name, doubt).
-- Inputs: mx_in, mx_key, mx_near.  Parameters: inputs (columns that the model reads); doubt, support, foreign, child: expressions of
-- the model.
CREATE OR REPLACE TEMP TABLE mx_again AS
SELECT $inputs, exact_key
FROM mx_in SEMI JOIN (SELECT exact_key FROM mx_key WHERE coalesce(names_differ, false) OR coalesce(doubted, false)
                      UNION SELECT exact_key FROM mx_near UNION SELECT origin FROM mx_near) USING (exact_key);

CREATE OR REPLACE TEMP TABLE mx_open AS
SELECT exact_key, m.name, coalesce($doubt, false) AS doubt, count(*) AS mentions, sum($support) AS support, coalesce(bool_and($foreign), false) AS is_foreign,
    coalesce(bool_or($child), false) AS is_child
FROM mx_again m
SEMI JOIN (SELECT exact_key FROM mx_key WHERE coalesce(names_differ, false) OR coalesce(doubted, false)) USING (exact_key)
WHERE role IN ('self', 'head')
GROUP BY ALL;
