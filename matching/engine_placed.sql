-- Purpose: where the mentions belong that are not simply with their number.
-- Grain: mx_placed: such a mention, cluster NULL where it has no person.
-- Inputs: mx_in, mx_absent, mx_away, mx_member, mx_label, mx_profile_label (parted: its mentions say the same, but too little to be one person's).
CREATE OR REPLACE TEMP TABLE mx_placed AS
SELECT mention, CASE WHEN p.parted THEN mention ELSE p.cluster END AS cluster, p.rule, p.score
FROM mx_member LEFT JOIN mx_profile_label p USING (pid)
UNION ALL
SELECT mention, cluster, 'number', CAST(NULL AS DOUBLE)
FROM mx_in
JOIN (SELECT exact_key, CAST(cluster AS UBIGINT) AS cluster
      FROM (SELECT * FROM mx_label WHERE cluster <> exact_key) ANTI JOIN mx_absent USING (exact_key)
      UNION ALL SELECT exact_key, NULL FROM mx_absent) USING (exact_key)
ANTI JOIN mx_away USING (mention);
