-- Purpose: visits.
-- Grain:   visit.
-- Inputs:  fact.mz_visit.
SELECT person_id, CAST(NULL AS VARCHAR) AS household_id, visited_on AS happened_on, 'visit' AS kind,
       '探访' || CASE finding WHEN 'normal' THEN '：正常' WHEN 'worse' THEN '：变差' WHEN 'better' THEN '：好转'
                            WHEN 'unreachable' THEN '：未联系上' ELSE '' END AS detail,
       CAST(NULL AS DECIMAL(18, 2)) AS amount, row_key
FROM fact.mz_visit
