-- Purpose: write the links that were not made by an equal number alone.
-- Grain: a pair of mentions.  Inputs: mx_edge, mx_edge_residual, mx_shown.  Parameter: out, a quoted file name.
COPY (
    SELECT CAST(e.l AS UBIGINT) AS mention_a, s.mention AS mention_b, e.rule, e.score, e.evidence
    FROM mx_edge e JOIN mx_shown s ON s.exact_key = e.r
    UNION ALL
    SELECT CAST(l AS UBIGINT), CAST(r AS UBIGINT), rule, score, evidence FROM mx_edge_residual
    ORDER BY mention_a, mention_b
) TO $out (FORMAT parquet);
