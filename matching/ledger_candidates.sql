-- Purpose: which ledger persons a cluster may continue, and how strongly.
-- Grain: night_candidate one row per (cluster, person); night_open those of them that are contested.
-- Inputs: night_key (n), $state (s: key, kind, person_id).  Uncontested ones go into night_person at once.
-- Parameters: state, a relation; wanted, a condition over n and s: which keys count.
-- strength: shared contents first, then a shared number, then a weaker mark.
CREATE OR REPLACE TEMP TABLE night_candidate AS
SELECT n.cluster, s.person_id,
    4 * count(*) FILTER (n.kind = 1) + 2 * max((n.kind = 2)::INTEGER) + max((n.kind = 3)::INTEGER) AS strength,
    count(*) FILTER (n.kind = 1) AS contents
FROM night_key n JOIN $state s ON s."key" = n."key" AND s.kind = n.kind
WHERE $wanted
GROUP BY n.cluster, s.person_id;

CREATE OR REPLACE TEMP TABLE night_sure AS
WITH one_person AS (
    SELECT cluster, min(person_id) AS person_id FROM night_candidate GROUP BY cluster HAVING count(*) = 1
), one_cluster AS (
    SELECT person_id FROM night_candidate GROUP BY person_id HAVING count(*) = 1
)
SELECT cluster, person_id FROM one_person SEMI JOIN one_cluster USING (person_id);
INSERT INTO night_person SELECT cluster, person_id, false FROM night_sure;
CREATE OR REPLACE TEMP TABLE night_open AS SELECT * FROM night_candidate ANTI JOIN night_sure USING (cluster);
