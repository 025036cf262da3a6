-- Purpose: links of `doudi match`.
-- Grain: mx_named: a person who has a number or several records, with the smallest record_id; mx_alone: a record that is a
--   person by itself; $out: a record.
-- Inputs: mx_in and mx_key (both with the label record_id), mx_placed; $out.
-- A number that no record joined or left is named already; the others are counted anew.
CREATE OR REPLACE TEMP TABLE mx_touched AS
SELECT cluster FROM mx_placed WHERE cluster IS NOT NULL
UNION
SELECT CAST(exact_key AS UBIGINT) FROM mx_in SEMI JOIN mx_placed USING (mention) WHERE exact_key IS NOT NULL;

CREATE OR REPLACE TEMP TABLE mx_named AS
SELECT CAST(exact_key AS UBIGINT) AS cluster, label AS person_id
FROM mx_key
WHERE CAST(exact_key AS UBIGINT) NOT IN (SELECT cluster FROM mx_touched)
UNION ALL
SELECT cluster, min(record_id)
FROM (SELECT p.cluster, record_id FROM mx_in JOIN mx_placed p USING (mention) WHERE p.cluster IS NOT NULL
      UNION ALL
      SELECT t.cluster, record_id FROM mx_in JOIN mx_touched t ON t.cluster = CAST(exact_key AS UBIGINT) ANTI JOIN mx_placed USING (mention))
GROUP BY cluster;

CREATE OR REPLACE TEMP TABLE mx_alone AS
SELECT mention FROM mx_placed WHERE cluster IS NULL
UNION ALL
SELECT mention FROM mx_in ANTI JOIN mx_placed USING (mention) WHERE exact_key IS NULL;

-- Writing needs most room: what is told already goes first.
DROP TABLE IF EXISTS mx_key;
DROP TABLE IF EXISTS mx_touched;
DROP TABLE IF EXISTS mx_residual;
DROP TABLE IF EXISTS mx_profile;
DROP TABLE IF EXISTS mx_member;
DROP TABLE IF EXISTS mx_person_row;
DROP TABLE IF EXISTS mx_numbered;
DROP TABLE IF EXISTS mx_copied;

COPY (
    SELECT record_id, coalesce(person_id, record_id) AS person_id,
        CASE WHEN cluster IS NULL THEN 'alone' ELSE coalesce(rule, 'number') END AS rule, score
    FROM (SELECT record_id, CASE WHEN p.mention IS NULL THEN CAST(exact_key AS UBIGINT) ELSE p.cluster END AS cluster, p.rule, p.score
          FROM mx_in LEFT JOIN mx_placed p USING (mention)) LEFT JOIN mx_named USING (cluster)
) TO $out (FORMAT parquet);
