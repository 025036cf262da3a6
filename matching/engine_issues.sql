-- Purpose: write what is wrong with numbers.
-- Grain: an issue of a mention.  Inputs: mx_profile, mx_member, mx_profile_label, mx_review, mx_review_two, mx_shown, mx_label.  Parameter: out, a quoted file name.
COPY (
    SELECT 'number_failed' AS kind, m.mention, CAST(l.cluster AS UBIGINT) AS cluster, left(p.number, 6) || '********' || right(p.number, 4) AS detail
    FROM mx_profile p JOIN mx_member m USING (pid) JOIN mx_profile_label l USING (pid)
    WHERE p.number_status = 'failed' OR (p.number_status = 'stopgap' AND p.exact_key IS NULL)
    UNION ALL
    SELECT 'number_shared', m.mention, CAST(l.cluster AS UBIGINT), p.number_status
    FROM mx_profile p JOIN mx_member m USING (pid) JOIN mx_profile_label l USING (pid)
    WHERE p.number_status IN ('claimed', 'held', 'void', 'stopgap') AND l.cluster <> p.exact_key
    UNION ALL
    SELECT 'two_numbers', p.mention, CAST(l.cluster AS UBIGINT), e.reason
    FROM mx_review e JOIN mx_profile p ON p.pid = e.l JOIN mx_profile_label l ON l.pid = e.l
    WHERE e.reason = 'two_numbers'
    UNION
    SELECT 'two_numbers', s.mention, coalesce(a.cluster, CAST(s.exact_key AS UBIGINT)), 'two_numbers'
    FROM mx_shown s
    SEMI JOIN (SELECT l AS exact_key FROM mx_review_two UNION SELECT r FROM mx_review_two) USING (exact_key)
    LEFT JOIN mx_label a ON a.exact_key = s.exact_key
    ORDER BY kind, mention, detail
) TO $out (FORMAT parquet);
