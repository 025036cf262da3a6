/*
code: P09
title: 特困标准不足
title_en: Tekun standard below its multiple of the dibao standard
category: policy_gap
subject: household
department: mz
severity: 2
days: 10
urgency_basis: default
datasets: [mz_household, mz_payment]
presence: [{dataset: mz_payment, period: last_month, column: pay_month, where: "item = 'tekun_basic'"}]
parameters: [tekun_standard_ratio, dibao_standard]
legal_basis: {document: '达州市人民政府办公室《达州市进一步做好困难帮扶工作促进共同富裕实施方案（2023—2025年）》（达市府办发〔2023〕35号）', clause: 二（二）5}
evidence: {paid_per_person: 人均发放（元）, standard: 应达标准（元/月）, month: 月份}
*/
-- A household of which the residence is not known is measured by the rural standard, which is the lower.
-- What was paid for last month is measured by the standard of that month (同期), not by one that came into force since.
WITH paid AS (
    SELECT household_id, sum(amount) AS amount, list(row_key) AS "rows"
    FROM fact.mz_payment
    WHERE item = 'tekun_basic' AND result = 'paid' AND pay_month = last_month()
    GROUP BY household_id
), due AS (
    SELECT h.*, param_on('tekun_standard_ratio', county_code, last_month())
                * param_on_for('dibao_standard', county_code, coalesce(residence, 'rural'), last_month()) AS standard
    FROM core.household h WHERE in_force AND category IN ('131', '132') AND covered_size > 0
)
SELECT household_id, d.county_code, list_append(p."rows", d.row_key) AS "rows",
       {'paid_per_person': round(p.amount / d.covered_size, 2), 'standard': round(d.standard, 2), 'month': last_month()} AS facts
FROM due d JOIN paid p USING (household_id)
WHERE p.amount / d.covered_size < d.standard - 0.001
