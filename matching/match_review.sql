-- Purpose: pairs that `doudi match` would not decide.  Grain: one row per pair.  Inputs: mx_in with record_id; $pairs, $out.
COPY (
    SELECT least(a.record_id, b.record_id) AS record_id_a, greatest(a.record_id, b.record_id) AS record_id_b, r.score, r.evidence
    FROM $pairs r JOIN mx_in a ON a.mention = r.mention_a JOIN mx_in b ON b.mention = r.mention_b
    ORDER BY score DESC, record_id_a, record_id_b
) TO $out (FORMAT parquet);
