-- Purpose: write the links that were not made by an equal number alone.
-- Grain: a pair of mentions.  Inputs: mx_edge, mx_edge_residual, mx_profile, mx_shown.  Parameter: out, a quoted file name.
COPY (
    SELECT l.mention AS mention_a, s.mention AS mention_b, e.rule, e.score, e.evidence
    FROM mx_edge e JOIN mx_profile l ON l.pid = e.l JOIN mx_shown s ON s.exact_key = e.r
    UNION ALL
    SELECT l.mention, r.mention, rule, score, evidence
    FROM mx_edge_residual e JOIN mx_profile l ON l.pid = e.l JOIN mx_profile r ON r.pid = e.r
    ORDER BY mention_a, mention_b
) TO $out (FORMAT parquet);
