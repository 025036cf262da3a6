-- Audit: every batch in force accounts for each of its rows.  Returns the batches that do not.
SELECT dataset || '/' || batch AS subject, rows_read || ' read, ' || rows_accepted || ' accepted, ' || rows_quarantined || ' quarantined' AS found
FROM ops.batch
WHERE status = 'in_force' AND rows_read IS DISTINCT FROM rows_accepted + rows_quarantined
