-- Purpose: what people with a number share with others: one value (telephone, household), and what their number tells (birth date),
--   or else their row.
-- Grain: adds a row of a person, or two, to mx_beside (exact_key, what).
-- Inputs: mx_in, mx_away.  Parameters: shared, the value; told, said, hashes of what the number and its row tell.
INSERT INTO mx_beside
SELECT exact_key, hash($told, $shared) FROM mx_in ANTI JOIN mx_away USING (mention)
WHERE exact_key IS NOT NULL AND role IN ('self', 'head') AND $shared IS NOT NULL
UNION ALL
SELECT exact_key, hash($said, $shared) FROM mx_in ANTI JOIN mx_away USING (mention)
WHERE exact_key IS NOT NULL AND role IN ('self', 'head') AND $shared IS NOT NULL AND $said <> $told;
