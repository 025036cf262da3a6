-- Purpose: people who may be meant by numbers masked in one pattern: equal visible digits and first or last character of the name.
-- Grain: adds pairs (pid, exact_key) to mx_block, and to mx_masked_dropped what too many people share (few visible digits).
-- Inputs: mx_profile, mx_key.  Parameters: pattern (9 for a visible digit of the first 17), digits: the visible ones of `text` one
--   after the other, seen: the same digits of exact_key, as a number, size (people under one key).
CREATE OR REPLACE TEMP TABLE mx_left AS
SELECT pid, unnest([hash(seen, 'first', left(name, 1)), hash(seen, 'last', right(name, 1))]) AS block_key
FROM (SELECT pid, name, CAST($digits AS BIGINT) AS seen
      FROM (SELECT pid, name, number AS text FROM mx_profile
            WHERE number_status = 'masked' AND name IS NOT NULL AND regexp_replace(left(number, 17), '[0-9]', '9', 'g') = $pattern));

CREATE OR REPLACE TEMP TABLE mx_right AS
SELECT exact_key, block_key
FROM (SELECT exact_key, unnest([hash(seen, 'first', left(name, 1)), hash(seen, 'last', right(name, 1))]) AS block_key
      FROM (SELECT exact_key, name, $seen AS seen FROM mx_key WHERE creates AND name IS NOT NULL))
SEMI JOIN mx_left USING (block_key);

CREATE OR REPLACE TEMP TABLE mx_block_dropped AS
SELECT block_key, r.people * l.profiles AS pairs
FROM (SELECT block_key, count(*) AS people FROM mx_right GROUP BY block_key HAVING count(*) > $size) r
JOIN (SELECT block_key, count(*) AS profiles FROM mx_left GROUP BY block_key) l USING (block_key);

INSERT INTO mx_masked_dropped SELECT pairs FROM mx_block_dropped;

INSERT INTO mx_block
SELECT pid, exact_key FROM mx_left JOIN mx_right USING (block_key) ANTI JOIN mx_block_dropped USING (block_key);
