-- Purpose: one round of continuing people: clusters and persons that are each other's best are matched and leave.
-- Grain: night_person one row per matched cluster.  Inputs: night_open (candidates left), night_cluster.
-- Ties go to the smallest person id, and to the cluster that comes first in content order: a total order, so that
-- every round matches somebody and the result does not depend on the order of rows.
CREATE OR REPLACE TEMP TABLE night_match AS
WITH for_cluster AS (
    SELECT cluster, arg_min(person_id, (-strength, person_id)) AS person_id FROM night_open GROUP BY cluster
), for_person AS (
    SELECT person_id, arg_min(cluster, (-strength, place)) AS cluster
    FROM night_open JOIN night_cluster USING (cluster) GROUP BY person_id
)
SELECT c.cluster, c.person_id FROM for_cluster c JOIN for_person p USING (cluster, person_id);
INSERT INTO night_person SELECT cluster, person_id, false FROM night_match;
CREATE OR REPLACE TEMP TABLE night_open AS
SELECT o.* FROM night_open o
WHERE NOT EXISTS (SELECT 1 FROM night_match m WHERE m.cluster = o.cluster)
  AND NOT EXISTS (SELECT 1 FROM night_match m WHERE m.person_id = o.person_id);
