-- Purpose: risk cleared.
-- Grain:   member row.
-- Inputs:  fact.ny_monitored.
SELECT person_id, CAST(NULL AS VARCHAR) AS household_id, cleared_on AS happened_on, 'exit' AS kind, '风险消除' AS detail,
       CAST(NULL AS DECIMAL(18, 2)) AS amount, row_key
FROM fact.ny_monitored WHERE risk_cleared = 'Y'
