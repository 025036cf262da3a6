-- Purpose: disability benefits.
-- Grain:   monthly payment.
-- Inputs:  fact.cl_subsidy.
SELECT person_id, CAST(NULL AS VARCHAR) AS household_id, pay_month AS happened_on, 'subsidy' AS kind,
       CASE item WHEN 'living' THEN '困难残疾人生活补贴' WHEN 'care' THEN '重度残疾人护理补贴' ELSE item END AS detail,
       amount, row_key
FROM fact.cl_subsidy
