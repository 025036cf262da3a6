-- Purpose: recognition as a person to be monitored against falling back into poverty (防止返贫监测对象).
-- Grain:   member row.
-- Inputs:  fact.ny_monitored.
SELECT person_id, CAST(NULL AS VARCHAR) AS household_id, identified_on AS happened_on, 'recognition' AS kind,
       '纳入监测' || CASE kind WHEN 'unstable' THEN '：脱贫不稳定' WHEN 'marginal' THEN '：边缘易致贫'
                             WHEN 'sudden' THEN '：突发严重困难' ELSE '' END AS detail,
       CAST(NULL AS DECIMAL(18, 2)) AS amount, row_key
FROM fact.ny_monitored
