-- Purpose: renovation of a dilapidated house (危房改造).
-- Grain:   house.
-- Inputs:  fact.zj_housing.
SELECT person_id, CAST(NULL AS VARCHAR) AS household_id, renovated_on AS happened_on, 'aid' AS kind, '危房改造' AS detail,
       CAST(NULL AS DECIMAL(18, 2)) AS amount, row_key
FROM fact.zj_housing
