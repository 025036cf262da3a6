-- Purpose: pensions.
-- Grain:   monthly payment.
-- Inputs:  fact.rs_pension.
SELECT person_id, CAST(NULL AS VARCHAR) AS household_id, pay_month AS happened_on, 'payment' AS kind,
       CASE kind WHEN 'employee' THEN '职工养老金' WHEN 'resident' THEN '居民养老金' ELSE '养老金' END AS detail,
       CAST(coalesce(basic_amount, 0) + coalesce(account_amount, 0) AS DECIMAL(18, 2)) AS amount, row_key
FROM fact.rs_pension
