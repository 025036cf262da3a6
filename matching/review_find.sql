-- Purpose: find the two records of review pairs again by their numbers.
-- Grain: one row per pair whose two records are there tonight.  Inputs: review_wanted (pair, key_a, key_b), $mentions.
WITH wanted AS (
    SELECT key_a AS content_key FROM review_wanted UNION SELECT key_b FROM review_wanted
), said AS (
    SELECT min(mention) AS mention, content_key
    FROM (SELECT mention, content_key(source, role, id_type, id_text, id18, id_second, name, sex, birth_date, phone,
                                      county_code, household_id) AS content_key FROM $mentions)
    SEMI JOIN wanted USING (content_key)
    GROUP BY content_key
)
SELECT w.pair, a.mention AS mention_a, b.mention AS mention_b
FROM review_wanted w
JOIN said a ON a.content_key = w.key_a
JOIN said b ON b.content_key = w.key_b
