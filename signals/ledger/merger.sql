-- Purpose: people merged into another, followed to the last survivor.
-- Grain: tonight.merger one row per person id that is no more.
-- Inputs: core.person; the placeholder below, events (from_person_id, into_person_id, as_of), the latest merger of an id counts.
CREATE OR REPLACE TABLE tonight.merger AS
WITH RECURSIVE event AS (
    $events
), step AS (
    SELECT from_person_id, arg_max(into_person_id, (as_of, into_person_id)) AS into_person_id
    FROM event WHERE from_person_id <> into_person_id GROUP BY from_person_id
), path AS (
    SELECT from_person_id, into_person_id, 1 AS depth FROM step
    UNION ALL
    SELECT p.from_person_id, s.into_person_id, depth + 1
    FROM path p JOIN step s ON s.from_person_id = p.into_person_id WHERE depth < 100
)
SELECT from_person_id, arg_max(into_person_id, depth) AS into_person_id FROM path GROUP BY from_person_id
HAVING from_person_id NOT IN (SELECT person_id FROM core.person);
