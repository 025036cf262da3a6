-- Purpose: the last employment service.
-- Grain:   registration.
-- Inputs:  fact.rs_unemployment.
SELECT person_id, CAST(NULL AS VARCHAR) AS household_id, service_on AS happened_on, 'service' AS kind, '就业服务' AS detail,
       CAST(NULL AS DECIMAL(18, 2)) AS amount, row_key
FROM fact.rs_unemployment
