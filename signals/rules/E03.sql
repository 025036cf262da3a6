/*
code: E03
title: 成年无业重残
title_en: Severely disabled adult without work
category: may_qualify
subject: person
department: mz
severity: 1
days: 10
urgency_basis: default
datasets: [mz_household, mz_member, cl_card, rs_insurance]
absence:
  - {dataset: rs_insurance, period: snapshot, where: "insurance = 'employee_pension'"}
  - {dataset: mz_household, period: snapshot}
  - {dataset: mz_member, period: snapshot}
parameters: [severe_levels, adult_age]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 夯实基本生活救助}
evidence: {age: 年龄, type: 残疾类别, level: 残疾等级}
*/
SELECT v.person_id, [v.row_key] AS "rows", {'age': age_at(p.birth_date, as_of()), 'type': v.type, 'level': v.level} AS facts
FROM tonight.valid_card v JOIN core.person p USING (person_id)
WHERE list_contains(param_list('severe_levels'), v.level)
  AND age_at(p.birth_date, as_of()) >= param('adult_age')
  AND NOT EXISTS (SELECT 1 FROM fact.rs_insurance i WHERE i.person_id = v.person_id
                  AND i.insurance = 'employee_pension' AND i.status IN ('paying', 'retired'))
  AND NOT EXISTS (SELECT 1 FROM tonight.covered c WHERE c.person_id = v.person_id AND c.class IN ('dibao', 'tekun'))
