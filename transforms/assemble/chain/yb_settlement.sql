-- Purpose: settlements in which medical aid (医疗救助) paid, neither refunded nor reversed.
-- Grain:   settlement.
-- Inputs:  fact.yb_settlement.
SELECT person_id, CAST(NULL AS VARCHAR) AS household_id, settled_on AS happened_on, 'settlement' AS kind,
       '医疗救助：' || CASE med_type WHEN '11' THEN '普通门诊' WHEN '14' THEN '门诊慢特病' WHEN '21' THEN '住院' ELSE '其他' END
           AS detail, aid_paid AS amount, row_key
FROM fact.yb_settlement WHERE aid_paid > 0 AND refunded IS DISTINCT FROM 'Y' AND NOT cancelled
