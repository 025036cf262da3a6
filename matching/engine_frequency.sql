-- Purpose: how rare a name is, in bits: by its share among people, and at least as common as what it is made of makes it.
-- Grain: one row per name of a profile or of a person in a candidate pair: value, bits.
-- Inputs: mx_key, mx_profile, mx_person_row.  Parameters: table (to make), column, step (one number in so many is sampled),
--   people (how many in all).
-- Choice: a name's characters are not independent (张伟): 3 bits are taken off what they say.  A name with a separator is made
-- of whole names (own, father's), of which a people has few.  The person at hand is not counted among his namesakes.  Few people
-- tell little: as if 300 (first character), 1500 (others), 20 (whole names) more were equally frequent.  A sample of people by
-- number bounds the cost; it is the same for any order of rows.
CREATE OR REPLACE TEMP TABLE mx_rated AS
SELECT DISTINCT $column AS name FROM (SELECT $column FROM mx_profile UNION ALL SELECT $column FROM mx_person_row)
WHERE $column IS NOT NULL;

CREATE OR REPLACE TEMP TABLE mx_sample AS
SELECT name FROM mx_key
WHERE creates AND name IS NOT NULL AND hash(exact_key) % $step = 0;

CREATE OR REPLACE TEMP TABLE mx_first AS
SELECT left(name, 1) AS c, count(*) AS n, sum(count(*)) OVER () AS total FROM mx_sample GROUP BY c;

CREATE OR REPLACE TEMP TABLE mx_other AS
SELECT c, count(*) AS n, sum(count(*)) OVER () AS total
FROM (SELECT unnest(string_split(substr(name, 2), '')) AS c FROM mx_sample WHERE length(name) >= 2)
GROUP BY c;

CREATE OR REPLACE TEMP TABLE mx_whole AS
SELECT c, count(*) AS n, sum(count(*)) OVER () AS total
FROM (SELECT unnest(string_split(name, '·')) AS c FROM mx_sample WHERE contains(name, '·'))
GROUP BY c;

CREATE OR REPLACE TEMP TABLE mx_separated AS
WITH asked AS (
    SELECT name FROM mx_rated WHERE contains(name, '·')
    UNION
    SELECT s.name FROM mx_sample s SEMI JOIN mx_rated r ON r.name = replace(s.name, '·', '') WHERE contains(s.name, '·')
), share AS (
    SELECT -log2(greatest(count(*) FILTER (contains(name, '·')), 1) / greatest(count(*), 1)) AS bits FROM mx_sample
)
SELECT replace(p.name, '·', '') AS plain, min(share.bits + p.bits) AS bits
FROM (SELECT a.name, sum(-log2((coalesce(w.n, 0) + 1) / (t.total + 20))) AS bits
      FROM (SELECT name, unnest(string_split(name, '·')) AS c FROM asked) a
      LEFT JOIN mx_whole w USING (c), (SELECT coalesce(max(total), 0) AS total FROM mx_whole) t
      GROUP BY a.name) p, share
GROUP BY plain;

CREATE OR REPLACE TEMP TABLE $table AS
WITH borne AS (
    SELECT name, count(*) AS n
    FROM mx_key SEMI JOIN mx_rated USING (name)
    WHERE creates GROUP BY name HAVING count(*) > 1
), spelled AS (
    SELECT r.name, sum(-log2((coalesce(o.n, 0) + 1) / (t.total + 1500))) AS bits
    FROM (SELECT name, unnest(string_split(substr(name, 2), '')) AS c FROM mx_rated WHERE length(name) >= 2) r
    LEFT JOIN mx_other o USING (c), (SELECT coalesce(max(total), 0) AS total FROM mx_other) t
    GROUP BY r.name
)
SELECT r.name AS value,
       least(coalesce(log2($people / (b.n - 1)), 60), coalesce(w.bits, 60),
             coalesce(s.bits, 0) - log2((coalesce(f.n, 0) + 1) / (t.total + 300)) - 3) AS bits
FROM mx_rated r
LEFT JOIN borne b ON b.name = r.name
LEFT JOIN spelled s ON s.name = r.name
LEFT JOIN mx_separated w ON w.plain = replace(r.name, '·', '')
LEFT JOIN mx_first f ON f.c = left(r.name, 1),
     (SELECT coalesce(max(total), 0) AS total FROM mx_first) t;
