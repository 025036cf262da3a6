-- Purpose: where the mentions belong that are not simply with their number.
-- Grain: mx_placed: such a mention, cluster NULL where it has no person.
-- Inputs: mx_in, mx_absent, mx_away, mx_member, mx_label, mx_profile_label.
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
