-- Audit: the quarantined rows that are counted are there.  Returns the batches where they are not.
SELECT b.dataset || '/' || b.batch AS subject, b.rows_quarantined || ' counted, ' || count(q.dataset) || ' kept' AS found
FROM ops.batch AS b
LEFT JOIN ops.quarantine AS q ON q.dataset = b.dataset AND q.batch = b.batch
WHERE b.status = 'in_force'
GROUP BY b.dataset, b.batch, b.rows_quarantined
HAVING b.rows_quarantined IS DISTINCT FROM count(q.dataset)
