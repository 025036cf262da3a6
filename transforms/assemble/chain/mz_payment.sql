-- Purpose: money paid by civil affairs. A payment that failed moved none.
-- Grain:   payment.
-- Inputs:  fact.mz_payment.
SELECT person_id, household_id, pay_month AS happened_on, 'payment' AS kind,
       CASE item WHEN 'dibao' THEN '低保金' WHEN 'tekun_basic' THEN '特困基本生活费' WHEN 'tekun_care' THEN '特困照料护理费'
                 WHEN 'price_subsidy' THEN '价格临时补贴' WHEN 'temporary' THEN '临时救助' ELSE item END
       || CASE WHEN result = 'failed' THEN '（发放失败）' ELSE '' END AS detail,
       CASE WHEN result IS DISTINCT FROM 'failed' THEN amount END AS amount, row_key
FROM fact.mz_payment
