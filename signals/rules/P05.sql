/*
code: P05
title: 残疾人生活补贴漏发
title_en: Living subsidy for disabled dibao recipient not paid last month
category: policy_gap
subject: person
department: cl
severity: 2
days: 10
urgency_basis: default
datasets: [mz_household, mz_member, cl_card, cl_subsidy]
absence: [{dataset: cl_subsidy, period: last_month, column: pay_month, where: "item = 'living'"}]
parameters: []
legal_basis: {document: '国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见（国发〔2015〕52号）', clause: 补贴对象（困难残疾人生活补贴）}
evidence: {type: 残疾类别, level: 残疾等级, month: 应发月份}
*/
SELECT c.person_id, c.household_id, c.county_code, [c.household_row, c.member_row, v.row_key] AS "rows",
       {'type': v.type, 'level': v.level, 'month': last_month()} AS facts
FROM tonight.covered c JOIN tonight.valid_card v USING (person_id)
WHERE c.class = 'dibao'
  AND NOT EXISTS (SELECT 1 FROM fact.cl_subsidy s
                  WHERE s.person_id = c.person_id AND s.item = 'living' AND s.pay_month = last_month())
