/*
code: N03
title: 新增或加重残疾
title_en: New or worse disability
category: new_hardship
subject: person
department: cl
severity: 2
days: 10
urgency_basis: default
datasets: [mz_household, mz_member, cl_card]
optional: [ny_monitored]
parameters: [new_card_days]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 加强动态监测}
evidence: {class: 救助类别, happened_on: 发生日期, kind: 情形, level: 残疾等级, level_before: 原等级}
*/
SELECT l.person_id, l.household_id, l.county_code, list_append(l."rows", e.row_key) AS "rows",
       {'class': l.class, 'happened_on': e.happened_on, 'kind': e.kind, 'level': e.level, 'level_before': e.level_before} AS facts
FROM tonight.low_person l JOIN tonight.event_card e USING (person_id)
