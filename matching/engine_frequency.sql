-- Purpose: how rare a name is, in bits: by its share among people, and at least as common as its characters make it.
-- Grain: mx_frequency: a name of a profile or of a person in a candidate pair.
-- Inputs: mx_key, mx_profile, mx_person_row.  Parameters: by ('characters' or 'value'), step (one number in so many is sampled), people (least number assumed).
-- Choice: a name's characters are not independent (张伟): 3 bits are taken off what they say.  The person at hand is not
-- counted among his namesakes.  Few people tell little about characters: as if 300 (first) and 1500 (others) more were equally
-- frequent.  A sample of people by number bounds the cost; it is the same for any order of rows.
CREATE OR REPLACE TEMP TABLE mx_rated AS
SELECT DISTINCT name FROM (SELECT name FROM mx_profile UNION ALL SELECT name FROM mx_person_row) WHERE name IS NOT NULL;

CREATE OR REPLACE TEMP TABLE mx_sample AS
SELECT name FROM mx_key
WHERE creates AND name IS NOT NULL AND hash(exact_key) % $step = 0;

CREATE OR REPLACE TEMP TABLE mx_first AS
SELECT left(name, 1) AS c, count(*) AS n, sum(count(*)) OVER () AS total FROM mx_sample GROUP BY c;

CREATE OR REPLACE TEMP TABLE mx_other AS
SELECT c, count(*) AS n, sum(count(*)) OVER () AS total
FROM (SELECT unnest(string_split(substr(name, 2), '')) AS c FROM mx_sample WHERE length(name) >= 2)
GROUP BY c;

CREATE OR REPLACE TEMP TABLE mx_frequency AS
WITH people AS (
    SELECT greatest(count(*), $people) AS n FROM mx_key WHERE creates
), borne AS (
    SELECT name, log2(people.n / greatest(count(*) - 1, 0.5)) AS bits
    FROM mx_key SEMI JOIN mx_rated USING (name), people
    WHERE creates GROUP BY name, people.n
), spelled AS (
    SELECT r.name, sum(-log2((coalesce(o.n, 0) + 1) / (t.total + 1500))) AS bits
    FROM (SELECT name, unnest(string_split(substr(name, 2), '')) AS c FROM mx_rated WHERE length(name) >= 2) r
    LEFT JOIN mx_other o USING (c), (SELECT coalesce(max(total), 0) AS total FROM mx_other) t
    GROUP BY r.name
), repeated AS (
    SELECT * FROM borne WHERE bits < (SELECT log2(n) FROM people)
)
SELECT r.name,
       CASE WHEN $by = 'characters'
            THEN least(coalesce(b.bits, 60), coalesce(s.bits, 0) - log2((coalesce(f.n, 0) + 1) / (t.total + 300)) - 3)
            ELSE coalesce(b.bits, log2(p.n / 0.5)) END AS bits
FROM mx_rated r
LEFT JOIN repeated b ON b.name = r.name
LEFT JOIN spelled s ON s.name = r.name
LEFT JOIN mx_first f ON f.c = left(r.name, 1),
     (SELECT coalesce(max(total), 0) AS total FROM mx_first) t, people p;
