-- Purpose: the pairs of one block: profiles and people with a number that share a blocking key.
-- Grain: mx_block: a pair (may repeat one of another block); mx_block_dropped: a blocking key that was too common.
-- Inputs: mx_profile, side (mx_row or mx_key_row), mx_absent, mx_away.  Parameters: key, there, size (people under one key),
--   among (which profiles).
CREATE OR REPLACE TEMP TABLE mx_left AS SELECT pid, $key AS block_key FROM mx_profile WHERE $there AND $among;

CREATE OR REPLACE TEMP TABLE mx_right AS
SELECT DISTINCT block_key, exact_key
FROM (SELECT $key AS block_key, exact_key, mention FROM $side WHERE $there)
SEMI JOIN (SELECT DISTINCT block_key FROM mx_left) USING (block_key)
ANTI JOIN mx_absent USING (exact_key)
ANTI JOIN mx_away USING (mention);

CREATE OR REPLACE TEMP TABLE mx_block_dropped AS
SELECT block_key, r.people * l.profiles AS pairs
FROM (SELECT block_key, count(*) AS people FROM mx_right GROUP BY block_key HAVING count(*) > $size) r
JOIN (SELECT block_key, count(*) AS profiles FROM mx_left GROUP BY block_key) l USING (block_key);

CREATE OR REPLACE TEMP TABLE mx_block AS
SELECT pid, exact_key
FROM mx_left
JOIN mx_right USING (block_key)
ANTI JOIN mx_block_dropped USING (block_key);
