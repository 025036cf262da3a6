/*
code: N07
title: 主要劳动力去世
title_en: Main earner has died
category: new_hardship
subject: household
department: mz
severity: 1
days: 5
urgency_basis: default
datasets: [mz_household, mz_member, wj_death]
parameters: [bereaved_days]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 加强动态监测（困难情形）}
evidence: {died_on: 死亡日期}
*/
SELECT c.household_id, c.county_code, [c.household_row, c.member_row] AS "rows", [c.person_id] AS people, {'died_on': d.died_on} AS facts
FROM tonight.covered c JOIN tonight.dead d USING (person_id)
WHERE c.labour = 'full' AND d.died_on > as_of() - param('bereaved_days')::INTEGER
