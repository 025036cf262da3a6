-- Purpose: write what the engine found.
-- Grain: mx_placed: a mention that is not simply with its number, cluster NULL where it has no person; edges and
--   pairs_review: a pair of mentions; issues: an issue of a mention.
-- Inputs: mx_in, mx_absent, mx_away, mx_member, mx_profile, mx_label, mx_profile_label, mx_edge, mx_edge_residual, mx_review,
--   mx_review_residual.  Parameters: edges, pairs_review, issues: quoted file names.
CREATE OR REPLACE TEMP TABLE mx_placed AS
SELECT mention, p.cluster, p.rule, p.score
FROM mx_member LEFT JOIN mx_profile_label p USING (pid)
UNION ALL
SELECT mention, cluster, 'number', CAST(NULL AS DOUBLE)
FROM mx_in
JOIN (SELECT exact_key, CAST(cluster AS UBIGINT) AS cluster
      FROM (SELECT * FROM mx_label WHERE cluster <> exact_key) ANTI JOIN mx_absent USING (exact_key)
      UNION ALL SELECT exact_key, NULL FROM mx_absent) USING (exact_key)
ANTI JOIN mx_away USING (mention);

CREATE OR REPLACE TEMP TABLE mx_shown AS
SELECT i.exact_key, min(i.mention) AS mention
FROM mx_in i
SEMI JOIN (SELECT r FROM mx_edge UNION SELECT r FROM mx_review) s ON s.r = i.exact_key
ANTI JOIN mx_away a ON a.mention = i.mention
WHERE i.role IN ('self', 'head')
GROUP BY i.exact_key;

COPY (
    SELECT CAST(e.l AS UBIGINT) AS mention_a, s.mention AS mention_b, e.rule, e.score, e.evidence
    FROM mx_edge e JOIN mx_shown s ON s.exact_key = e.r
    UNION ALL
    SELECT CAST(l AS UBIGINT), CAST(r AS UBIGINT), rule, score, evidence FROM mx_edge_residual
    ORDER BY mention_a, mention_b
) TO $edges (FORMAT parquet);

COPY (
    SELECT CAST(e.l AS UBIGINT) AS mention_a, s.mention AS mention_b, e.score, e.evidence, e.reason
    FROM mx_review e JOIN mx_shown s ON s.exact_key = e.r
    UNION ALL
    SELECT CAST(l AS UBIGINT), CAST(r AS UBIGINT), score, evidence, reason FROM mx_review_residual
    ORDER BY mention_a, mention_b
) TO $pairs_review (FORMAT parquet);

COPY (
    SELECT 'number_failed' AS kind, m.mention, CAST(l.cluster AS UBIGINT) AS cluster, left(p.number, 6) || '********' || right(p.number, 4) AS detail
    FROM mx_profile p JOIN mx_member m USING (pid) JOIN mx_profile_label l USING (pid)
    WHERE p.number_status = 'failed'
    UNION ALL
    SELECT 'number_shared', m.mention, CAST(l.cluster AS UBIGINT), p.number_status
    FROM mx_profile p JOIN mx_member m USING (pid) JOIN mx_profile_label l USING (pid)
    WHERE p.number_status IN ('claimed', 'void') AND l.cluster <> p.exact_key
    UNION ALL
    SELECT 'two_numbers', CAST(e.l AS UBIGINT), CAST(l.cluster AS UBIGINT), e.reason
    FROM mx_review e JOIN mx_profile_label l ON l.pid = e.l
    WHERE e.reason = 'two_numbers'
    ORDER BY kind, mention, detail
) TO $issues (FORMAT parquet);
