-- Purpose: links of `doudi match`.
-- Grain: mx_named: a person who has a number or several records, with the smallest record_key; mx_alone: a record that is a
--   person by itself; $out: a record.
-- Inputs: mx_in (with record_id and the label record_key), mx_key (with label), mx_placed; $out.
-- A number is named already by the smallest of its records; it is counted anew only where one left it (mx_stayed), and where records
-- joined, they and that name are compared (mx_joined).
CREATE OR REPLACE TEMP VIEW mx_key_label AS SELECT CAST(exact_key AS UBIGINT) AS cluster, label FROM mx_key;

CREATE OR REPLACE TEMP TABLE mx_moved AS
SELECT mention, CAST(exact_key AS UBIGINT) AS number, cluster, record_key FROM mx_in JOIN mx_placed USING (mention);

CREATE OR REPLACE TEMP TABLE mx_touched AS
SELECT cluster FROM mx_moved WHERE cluster IS NOT NULL
UNION
SELECT number FROM mx_moved WHERE number IS NOT NULL;

CREATE OR REPLACE TEMP TABLE mx_stayed AS
SELECT CAST(exact_key AS UBIGINT) AS cluster, min(record_key) AS person_id
FROM mx_in SEMI JOIN mx_moved ON mx_moved.number = CAST(exact_key AS UBIGINT) ANTI JOIN mx_moved USING (mention)
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE mx_joined AS
SELECT cluster, min(person_id) AS person_id
FROM (FROM mx_stayed
      UNION ALL
      SELECT cluster, record_key FROM mx_moved WHERE cluster IS NOT NULL
      UNION ALL
      FROM mx_key_label SEMI JOIN mx_touched USING (cluster)
           ANTI JOIN mx_moved ON mx_moved.number = cluster)
GROUP BY cluster;

CREATE OR REPLACE TEMP VIEW mx_named AS
SELECT cluster, label AS person_id FROM mx_key_label ANTI JOIN mx_touched USING (cluster)
UNION ALL
FROM mx_joined;

CREATE OR REPLACE TEMP TABLE mx_alone AS
SELECT mention FROM mx_placed WHERE cluster IS NULL
UNION ALL
SELECT mention FROM mx_in ANTI JOIN mx_placed USING (mention) WHERE exact_key IS NULL;

-- Writing needs most room: what is told already goes first.
DROP TABLE IF EXISTS mx_residual;
DROP TABLE IF EXISTS mx_profile;
DROP TABLE IF EXISTS mx_member;
DROP TABLE IF EXISTS mx_person_row;
DROP TABLE IF EXISTS mx_numbered;
DROP TABLE IF EXISTS mx_again;
DROP TABLE IF EXISTS mx_moved;

-- Ids of records and people are hardly ever there twice in a row group: no dictionary of them is tried.
COPY (
    SELECT record_id, coalesce(person_id, record_key) AS person_id,
        CASE WHEN cluster IS NULL THEN 'alone' ELSE coalesce(rule, 'number') END AS rule, score
    FROM (SELECT record_id, record_key, CASE WHEN p.mention IS NULL THEN CAST(exact_key AS UBIGINT) ELSE p.cluster END AS cluster, p.rule, p.score
          FROM mx_in LEFT JOIN mx_placed p USING (mention)) LEFT JOIN mx_named USING (cluster)
) TO $out (FORMAT parquet, DICTIONARY_SIZE_LIMIT 1000);
