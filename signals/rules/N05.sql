/*
code: N05
title: 新入非义务教育
title_en: Begins a stage beyond compulsory schooling
category: new_hardship
subject: person
department: jy
severity: 3
days: 20
urgency_basis: default
datasets: [mz_household, mz_member, jy_student]
optional: [ny_monitored]
parameters: [new_school_days]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 完善专项社会救助·教育救助}
evidence: {class: 救助类别, happened_on: 发生日期, kind: 情形}
*/
SELECT l.person_id, l.household_id, l.county_code, list_append(l."rows", e.row_key) AS "rows",
       {'class': l.class, 'happened_on': e.happened_on, 'kind': e.kind} AS facts
FROM tonight.low_person l JOIN tonight.event_school e USING (person_id)
