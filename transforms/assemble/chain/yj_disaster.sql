-- Purpose: disaster relief.
-- Grain:   person in an event.
-- Inputs:  fact.yj_disaster.
SELECT person_id, CAST(NULL AS VARCHAR) AS household_id, relief_on AS happened_on, 'relief' AS kind,
       '受灾救助' || coalesce('：' || kind, '') AS detail, relief_amount AS amount, row_key
FROM fact.yj_disaster
