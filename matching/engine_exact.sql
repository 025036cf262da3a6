-- Purpose: the exact stage.  One aggregate settles every number that one name carries.
-- Grain: mx_in: a mention; what it says (mx_said) is kept in memory because every later part reads it.  mx_key: a usable number (exact_key).  mx_open: a (number, name, doubt) of a number that needs a second look.
-- Inputs: mentions (the view of mentions).  Parameters: inputs (columns the model reads), key, doubt, support, foreign, child: expressions of the model;
--   constant: columns that are the same of every mention, and not kept; label: what names a number in the answer, an aggregate.
CREATE OR REPLACE TEMP TABLE mx_said AS
SELECT $inputs, $key AS exact_key
FROM $mentions;

CREATE OR REPLACE TEMP VIEW mx_in AS
SELECT *$constant FROM mx_said;

-- flags: 1 a row that creates a person, 2 one that is doubted; one aggregate costs less than two.
CREATE OR REPLACE TEMP TABLE mx_key AS
SELECT exact_key, name, names_differ, flags >= 2 AS doubted, flags % 2 = 1 AS creates, label
FROM (SELECT exact_key,
             any_value(name) AS name,   -- of several, exact.settle puts the owner's
             min(name_hash) <> max(name_hash) AS names_differ,
             bit_or(flag) AS flags,
             $label AS label
      FROM (SELECT *, CASE WHEN name IS NOT NULL THEN hash(name) END AS name_hash,
                   CASE WHEN role IN ('self', 'head') THEN 1::UTINYINT ELSE 0::UTINYINT END
                   + CASE WHEN $doubt THEN 2::UTINYINT ELSE 0::UTINYINT END AS flag
            FROM mx_in)
      WHERE exact_key IS NOT NULL
      GROUP BY exact_key);

CREATE OR REPLACE TEMP TABLE mx_open AS
SELECT exact_key, m.name, coalesce($doubt, false) AS doubt, count(*) AS mentions, sum($support) AS support, coalesce(bool_and($foreign), false) AS is_foreign,
    coalesce(bool_or($child), false) AS is_child
FROM mx_in m
SEMI JOIN (SELECT exact_key FROM mx_key WHERE coalesce(names_differ, false) OR coalesce(doubted, false)) k USING (exact_key)
WHERE role IN ('self', 'head')
GROUP BY ALL;
