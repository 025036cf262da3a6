-- Purpose: write the pairs that are left to a person.
-- Grain: a pair of mentions.  Inputs: mx_review, mx_review_residual, mx_shown.  Parameter: out, a quoted file name.
COPY (
    SELECT CAST(e.l AS UBIGINT) AS mention_a, s.mention AS mention_b, e.score, e.evidence, e.reason
    FROM mx_review e JOIN mx_shown s ON s.exact_key = e.r
    UNION ALL
    SELECT CAST(l AS UBIGINT), CAST(r AS UBIGINT), score, evidence, reason FROM mx_review_residual
    ORDER BY mention_a, mention_b
) TO $out (FORMAT parquet);
