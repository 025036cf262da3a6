-- Purpose: the pairs of one block among profiles.
-- Grain: mx_block: a pair pid_a < pid_b; mx_block_dropped: a blocking key that was too common.
-- Inputs: mx_profile.  Parameters: key, there, size (profiles under one key).
CREATE OR REPLACE TEMP TABLE mx_left AS SELECT pid, $key AS block_key FROM mx_profile WHERE NOT lead AND $there;

CREATE OR REPLACE TEMP TABLE mx_block_dropped AS
SELECT block_key, count(*) * (count(*) - 1) // 2 AS pairs FROM mx_left GROUP BY block_key HAVING count(*) > $size;

CREATE OR REPLACE TEMP TABLE mx_block AS
SELECT a.pid AS pid_a, b.pid AS pid_b
FROM (SELECT * FROM mx_left ANTI JOIN mx_block_dropped USING (block_key)) a
JOIN mx_left b ON a.block_key = b.block_key AND a.pid < b.pid;
