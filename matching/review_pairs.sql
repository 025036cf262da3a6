-- Purpose: open pairs for review, both records side by side, with a number that survives re-runs.
-- Grain: one row per pair.  Inputs: $review (mention_a, mention_b, person ids, score, evidence, reason), $mentions.
-- Parameter: limit, a LIMIT clause or nothing.
-- The pair's number is made of what the two records say, the smaller key first: it names the same two records tomorrow.
WITH said AS (
    SELECT mention, content_key(source, role, id_type, id_text, id18, id_second, name, sex, birth_date, phone, county_code,
                                household_id) AS content_key,
        struct_pack(mention, source, name, id_text, sex, birth_date := birth_date::VARCHAR, phone, county_code,
                    household_id) AS record
    FROM $mentions SEMI JOIN (SELECT mention_a AS mention FROM $review UNION SELECT mention_b FROM $review) USING (mention)
)
SELECT printf('%016x-%016x', least(a.content_key, b.content_key), greatest(a.content_key, b.content_key)) AS pair,
    r.person_id_a, r.person_id_b, r.score, r.reason, r.evidence, a.record AS record_a, b.record AS record_b
FROM $review r JOIN said a ON a.mention = r.mention_a JOIN said b ON b.mention = r.mention_b
ORDER BY r.score DESC, pair
$limit
