-- Purpose: what people with a number share with others: one value (telephone, household), and what their number tells (birth date),
--   or else their row.
-- Grain: adds a row for each mention of such a person with that value to mx_beside (exact_key, told, said; said only where it differs).
-- Inputs: mx_in, mx_away.  Parameters: shared, the value; told, said, hashes of what the number and its row tell.
INSERT INTO mx_beside
SELECT exact_key, hash($told, $shared), CASE WHEN $said <> $told THEN hash($said, $shared) END
FROM mx_in ANTI JOIN mx_away USING (mention)
WHERE exact_key IS NOT NULL AND role IN ('self', 'head') AND $shared IS NOT NULL;
