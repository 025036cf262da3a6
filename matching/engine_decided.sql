-- Purpose: reviewers' decisions between nodes; those within one node, or about mentions that are not here, left out.
-- Grain: a pair of nodes a, b and a verdict.  Inputs: mx_in, mx_member, mx_away, mx_apart; mx_pids (pid, node) and mx_keys
--   (exact_key, node), the nodes.  Parameter: decisions (mention_a, mention_b, verdict), a relation.
-- Whoever was taken out of a number stays out of it, with the rows that went along.
WITH place AS (
    SELECT m.mention, p.node FROM mx_member m JOIN mx_pids p USING (pid)
    UNION ALL
    SELECT i.mention, k.node FROM mx_in i JOIN mx_keys k USING (exact_key) ANTI JOIN mx_away USING (mention)
)
SELECT a.node AS a, b.node AS b, verdict
FROM $decisions d
JOIN place a ON a.mention = d.mention_a
JOIN place b ON b.mention = d.mention_b
WHERE a.node <> b.node
UNION
SELECT p.node, k.node, 'not_same'
FROM mx_apart
JOIN place p USING (mention)
JOIN mx_in i USING (mention)
JOIN mx_keys k ON k.exact_key = i.exact_key
ORDER BY ALL;
