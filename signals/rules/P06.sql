/*
code: P06
title: 残疾人护理补贴漏发
title_en: Care subsidy for severely disabled person not paid last month
category: policy_gap
subject: person
department: cl
severity: 2
days: 10
urgency_basis: default
datasets: [mz_household, mz_member, cl_card, cl_subsidy]
absence:
  - {dataset: cl_subsidy, period: last_month, column: pay_month, where: "item = 'care'"}
  - {dataset: mz_household, period: snapshot}
  - {dataset: mz_member, period: snapshot}
parameters: [care_subsidy_levels]
legal_basis: {document: '国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见（国发〔2015〕52号）', clause: 补贴对象（重度残疾人护理补贴）}
evidence: {type: 残疾类别, level: 残疾等级, month: 应发月份}
*/
SELECT v.person_id, [v.row_key] AS "rows", {'type': v.type, 'level': v.level, 'month': last_month()} AS facts
FROM tonight.valid_card v
WHERE list_contains(param_list('care_subsidy_levels'), v.level)
  AND NOT EXISTS (SELECT 1 FROM tonight.covered c WHERE c.person_id = v.person_id AND c.class = 'tekun')
  AND NOT EXISTS (SELECT 1 FROM fact.cl_subsidy s
                  WHERE s.person_id = v.person_id AND s.item = 'care' AND s.pay_month = last_month())
