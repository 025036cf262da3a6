-- Purpose: clusters that say nothing new, and are thereby the person they were.
-- Grain: night_settled one row per such cluster and its person.
-- Inputs: night_content; $state (key, kind, person_id), the keys in force; $lost (person_id), who ever lost a key.
-- Whoever says something is given the other keys that follow from it on that night too.  So where everything a cluster says is its
-- person's already, and the person shares no key and never lost one, its other keys are there, and are nobody else's.
-- (A change of the formulas of keys.sql must therefore change what content_key gives.)
CREATE OR REPLACE TEMP TABLE night_settled AS
WITH known AS (
    SELECT n.cluster, min(s.person_id) AS person_id
    FROM night_content n LEFT JOIN (SELECT "key", person_id FROM $state WHERE kind = 1) s USING ("key")
    GROUP BY n.cluster
    HAVING count(*) = count(s.person_id) AND min(s.person_id) = max(s.person_id)
), entangled AS (
    SELECT person_id FROM $lost
    UNION
    SELECT person_id FROM $state
    SEMI JOIN (SELECT "key", kind FROM $state GROUP BY ALL HAVING count(*) > 1) USING ("key", kind)
    UNION
    SELECT person_id FROM known GROUP BY person_id HAVING count(*) > 1
)
SELECT cluster, person_id FROM known ANTI JOIN entangled USING (person_id);
