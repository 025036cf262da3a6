-- Purpose: people who may be meant by numbers masked in one pattern: equal visible digits and first or last character of the name.
-- Grain: adds pairs (pid, exact_key) to mx_block.
-- Inputs: mx_profile, mx_key.  Parameters: pattern (9 for a visible digit of the first 17), digits: the visible ones of `text` one
--   after the other, seen: the same digits of exact_key, as a number.
CREATE OR REPLACE TEMP TABLE mx_masked AS
SELECT pid, left(name, 1) AS first, right(name, 1) AS last, CAST($digits AS BIGINT) AS seen
FROM (SELECT pid, name, number AS text FROM mx_profile
      WHERE number_status = 'masked' AND regexp_replace(left(number, 17), '[0-9]', '9', 'g') = $pattern);

INSERT INTO mx_block
SELECT m.pid, k.exact_key
FROM mx_masked m
JOIN (SELECT exact_key, name, $seen AS seen FROM mx_key WHERE creates) k ON k.seen = m.seen
WHERE left(k.name, 1) = m.first OR right(k.name, 1) = m.last;
