/*
code: P13
title: 危房未改造
title_en: Dilapidated only home not renovated
category: policy_gap
subject: person
department: zj
severity: 1
days: 5
urgency_basis: default
datasets: [mz_household, mz_member, zj_housing]
optional: [ny_monitored]
needs: [zj_housing.renovated_on]
parameters: []
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 完善专项社会救助·住房救助}
evidence: {grade: 房屋等级, class: 救助类别}
*/
SELECT l.person_id, l.household_id, l.county_code, list_append(l."rows", z.row_key) AS "rows", {'grade': z.grade, 'class': l.class} AS facts
FROM tonight.low l JOIN fact.zj_housing z USING (person_id)
WHERE l.residence = 'rural' AND z.grade IN ('C', 'D') AND z.only_home = 'Y' AND z.renovated_on IS NULL
