/*
code: N02
title: 新增重病或慢病
title_en: New serious or chronic illness
category: new_hardship
subject: person
department: wj
severity: 2
days: 10
urgency_basis: default
datasets: [mz_household, mz_member, wj_illness]
optional: [ny_monitored]
parameters: [new_illness_days]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 加强动态监测}
evidence: {class: 救助类别, happened_on: 发生日期, kind: 情形}
*/
SELECT l.person_id, l.household_id, l.county_code, list_append(l."rows", e.row_key) AS "rows",
       {'class': l.class, 'happened_on': e.happened_on, 'kind': e.kind} AS facts
FROM tonight.low_person l JOIN tonight.event_illness e USING (person_id)
