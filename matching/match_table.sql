-- Purpose: links of `doudi match`.
-- Grain: mx_record: a record; mx_named: a cluster with its smallest record; $out: a record.
-- Inputs: $mentions (with record_id), mx_placed, $key (expression of the model), $out.
-- What the engine kept of the mentions goes first, to make room.
DROP TABLE IF EXISTS mx_in;

CREATE OR REPLACE TEMP TABLE mx_record AS
SELECT record_id, coalesce(p.cluster, CASE WHEN p.mention IS NULL THEN CAST(exact_key AS UBIGINT) END, m.mention) AS cluster,
    CASE WHEN p.mention IS NULL THEN CASE WHEN exact_key IS NULL THEN 'alone' ELSE 'number' END
         WHEN p.cluster IS NULL THEN 'alone' ELSE p.rule END AS rule,
    p.score
FROM (SELECT record_id, mention, $key AS exact_key FROM $mentions) m LEFT JOIN mx_placed p USING (mention);

CREATE OR REPLACE TEMP TABLE mx_named AS SELECT cluster, min(record_id) AS person_id FROM mx_record GROUP BY cluster;

COPY (SELECT record_id, person_id, rule, score FROM mx_record JOIN mx_named USING (cluster)) TO $out (FORMAT parquet);
