-- Purpose: write who else a linked record was compared with and might have been, had the one chosen not fitted better.
-- Grain: a pair of mentions, at most one a record.  Inputs: mx_outdone, mx_profile, mx_shown.  Parameter: out, a quoted file name.
COPY (
    SELECT l.mention AS mention_a, s.mention AS mention_b, e.score, e.evidence, e.reason
    FROM mx_outdone e JOIN mx_profile l ON l.pid = e.l JOIN mx_shown s ON s.exact_key = e.r
    ORDER BY mention_a, mention_b
) TO $out (FORMAT parquet);
