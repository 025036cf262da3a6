-- Purpose: write the pairs that are left to a person.
-- Grain: a pair of mentions.  Inputs: mx_review, mx_review_residual, mx_review_two, mx_profile, mx_shown, mx_label.  Parameter: out, a quoted file name.
COPY (
    SELECT l.mention AS mention_a, s.mention AS mention_b, e.score, e.evidence, e.reason
    FROM mx_review e JOIN mx_profile l ON l.pid = e.l JOIN mx_shown s ON s.exact_key = e.r
    UNION ALL
    SELECT l.mention, r.mention, score, evidence, reason
    FROM mx_review_residual e JOIN mx_profile l ON l.pid = e.l JOIN mx_profile r ON r.pid = e.r
    UNION ALL
    SELECT s.mention, t.mention, e.score, e.evidence, e.reason   -- of two numbers, unless a reviewer joined them
    FROM mx_review_two e
    JOIN mx_shown s ON s.exact_key = e.l
    JOIN mx_shown t ON t.exact_key = e.r
    LEFT JOIN mx_label a ON a.exact_key = e.l
    LEFT JOIN mx_label b ON b.exact_key = e.r
    WHERE coalesce(a.cluster, CAST(e.l AS UBIGINT)) <> coalesce(b.cluster, CAST(e.r AS UBIGINT))
    ORDER BY mention_a, mention_b
) TO $out (FORMAT parquet);
