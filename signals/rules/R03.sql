/*
code: R03
title: 特困领两项补贴
title_en: Tekun person paid a disability subsidy
category: duplicate
subject: person
department: cl
severity: 2
days: 10
urgency_basis: default
datasets: [mz_household, mz_member, cl_subsidy]
presence: [{dataset: cl_subsidy, period: last_month, column: pay_month}]
parameters: []
legal_basis: {document: '国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见（国发〔2015〕52号）', clause: 政策衔接}
evidence: {items: 补贴项目, month: 发放月份}
*/
SELECT c.person_id, min(c.county_code) AS county_code,
       list_concat(flatten(list([c.household_row, c.member_row])), list(s.row_key)) AS "rows",
       {'items': list_sort(list(DISTINCT s.item)), 'month': last_month()} AS facts
FROM tonight.covered c JOIN fact.cl_subsidy s USING (person_id)
WHERE c.class = 'tekun' AND s.pay_month = last_month()
GROUP BY c.person_id
