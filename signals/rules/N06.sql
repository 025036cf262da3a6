/*
code: N06
title: 新受灾
title_en: Hit by a disaster
category: new_hardship
subject: person
department: yj
severity: 1
days: 3
urgency_basis: default
datasets: [mz_household, mz_member, yj_disaster]
optional: [ny_monitored]
parameters: [new_disaster_days]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 完善专项社会救助·受灾人员救助}
evidence: {class: 救助类别, happened_on: 发生日期, kind: 情形, loss: 损失程度}
*/
SELECT l.person_id, l.household_id, l.county_code, list_append(l."rows", e.row_key) AS "rows",
       {'class': l.class, 'happened_on': e.happened_on, 'kind': e.kind, 'loss': e.loss} AS facts
FROM tonight.low_person l JOIN tonight.event_disaster e USING (person_id)
