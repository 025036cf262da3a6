-- Purpose: links of `doudi match`.  Grain: one row per record.  Inputs: $mentions (with record_id), $clusters, $out.
COPY (
    WITH placed AS (
        SELECT m.record_id, coalesce(c.cluster, m.mention) AS cluster, c.rule, c.score
        FROM $mentions m LEFT JOIN $clusters c USING (mention)
    ), named AS (
        SELECT cluster, min(record_id) AS person_id FROM placed GROUP BY cluster
    )
    SELECT record_id, person_id, coalesce(rule, 'alone') AS rule, score FROM placed JOIN named USING (cluster)
) TO $out (FORMAT parquet);
