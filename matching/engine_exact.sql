-- Purpose: the exact stage.  One aggregate settles every number that one name carries.
-- Grain: mx_in: a mention; kept in memory because every later part reads it, unless it is there already.  mx_key: a usable number (exact_key).
-- Inputs: mentions (the view of mentions).  Parameters: inputs (columns the model reads), key, doubt, body: expressions of the model;
--   kind: TABLE, or VIEW of mentions in memory; label: of the mentions of a number, what names it in the answer (an aggregate).
CREATE OR REPLACE TEMP $kind mx_in AS
SELECT $inputs, $key AS exact_key
FROM (SELECT *, $body AS body FROM $mentions);

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
