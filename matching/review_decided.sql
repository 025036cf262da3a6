-- Purpose: pairs of records on which a reviewer's decision is in force, by the number that `doudi review list` shows.
-- Grain: a pair and its decision.  Inputs: $ledger.review_decision, $ledger.review_anchor.
SELECT printf('%016x-%016x', least(a.content_key, b.content_key), greatest(a.content_key, b.content_key)) AS pair,
    d.decision_id, d.verdict
FROM $ledger.review_decision d
JOIN $ledger.review_anchor a ON a.decision_id = d.decision_id AND a.side = 'a'
JOIN $ledger.review_anchor b ON b.decision_id = d.decision_id AND b.side = 'b'
WHERE d.undone_at IS NULL
ORDER BY d.decision_id;
