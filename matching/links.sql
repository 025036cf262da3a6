-- Purpose: turn the engine's clusters and pairs into links, review pairs and issues of persons.
-- Inputs: $clusters, $pairs, $issues (relations over the engine's files), night_person, $decisions.
-- Grain: link one row per mention that has a person; review one row per pair of persons (its strongest pair of mentions).
CREATE OR REPLACE TEMP TABLE night_link AS
SELECT c.mention, p.person_id, c.rule, c.score FROM $clusters c JOIN night_person p USING (cluster);

CREATE OR REPLACE TEMP TABLE night_apart AS   -- persons that a reviewer has said are not the same
SELECT DISTINCT least(a.person_id, b.person_id) AS person_id_a, greatest(a.person_id, b.person_id) AS person_id_b
FROM $decisions d JOIN night_link a ON a.mention = d.mention_a JOIN night_link b ON b.mention = d.mention_b
WHERE d.verdict = 'not_same';

CREATE OR REPLACE TEMP TABLE night_review AS
WITH pair AS (
    SELECT r.score, r.evidence, r.reason,
        CASE WHEN a.person_id <= b.person_id THEN r.mention_a ELSE r.mention_b END AS mention_a,
        CASE WHEN a.person_id <= b.person_id THEN r.mention_b ELSE r.mention_a END AS mention_b,
        least(a.person_id, b.person_id) AS person_id_a, greatest(a.person_id, b.person_id) AS person_id_b
    FROM $pairs r JOIN night_link a ON a.mention = r.mention_a JOIN night_link b ON b.mention = r.mention_b
    WHERE a.person_id <> b.person_id
)
SELECT mention_a, mention_b, person_id_a, person_id_b, score, evidence, reason
FROM pair ANTI JOIN night_apart USING (person_id_a, person_id_b)
QUALIFY row_number() OVER (PARTITION BY person_id_a, person_id_b
                           ORDER BY score DESC, reason, evidence::VARCHAR, mention_a, mention_b) = 1;

CREATE OR REPLACE TEMP TABLE night_issue AS
SELECT i.kind, p.person_id, i.mention, i.detail FROM $issues i JOIN night_person p USING (cluster);
