/*
code: P16
title: 探访缺失
title_en: Elder without a visit last month
category: policy_gap
subject: person
department: mz
severity: 2
days: 5
urgency_basis: default
datasets: [mz_household, mz_member, mz_visit]
absence:
  - {dataset: mz_visit, period: last_month, column: visited_on}
parameters: [visit_age]
legal_basis: {document: '达州市人民政府办公室《达州市进一步做好困难帮扶工作促进共同富裕实施方案（2023—2025年）》（达市府办发〔2023〕35号）', clause: 二（三）10}
evidence: {age: 年龄, month: 应探访月份}
*/
SELECT c.person_id, c.household_id, c.county_code, [c.household_row, c.member_row] AS "rows",
       {'age': age_at(p.birth_date, as_of()), 'month': last_month()} AS facts
FROM tonight.covered c JOIN core.person p USING (person_id)
WHERE c.category = '131' AND age_at(p.birth_date, as_of()) >= param_at('visit_age', c.county_code)
  AND NOT EXISTS (SELECT 1 FROM fact.mz_visit v WHERE v.person_id = c.person_id
                  AND v.visited_on >= last_month() AND v.visited_on < this_month())
