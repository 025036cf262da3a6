/*
code: E02
title: 疑似单人保
title_en: May qualify for single-person cover
category: may_qualify
subject: person
department: mz
severity: 1
days: 10
urgency_basis: default
datasets: [mz_household, mz_member, cl_card, wj_illness]
parameters: [single_cover_levels, single_cover_mental_levels]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 夯实基本生活救助}
evidence: {type: 残疾类别, level: 残疾等级, serious_illness_since: 重病登记日期}
*/
SELECT c.person_id, c.household_id, c.county_code,
       list_concat([c.household_row, c.member_row, v.row_key], i."rows") AS "rows",
       {'type': v.type, 'level': v.level, 'serious_illness_since': i.registered_on} AS facts
FROM tonight.covered c
LEFT JOIN tonight.valid_card v USING (person_id)
LEFT JOIN tonight.serious_illness i USING (person_id)
WHERE c.category = '600'
  AND (i.person_id IS NOT NULL
       OR list_contains(param_list('single_cover_levels'), v.level)
       OR (v.type IN (5, 6) AND list_contains(param_list('single_cover_mental_levels'), v.level)))
