/*
code: D01
title: 身份存疑
title_en: Identity in doubt
category: data
subject: person
department: column
severity: 2
days: 10
urgency_basis: default
datasets: []
parameters: []
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 完善低收入人口数据库（信息完整、真实可靠、更新及时）}
evidence: {kinds: 疑点, datasets: 数据来源}
*/
SELECT i.person_id, min(d.department) AS department, list(i.row_key) FILTER (i.row_key IS NOT NULL) AS "rows",
       {'kinds': list_sort(list(DISTINCT i.kind)), 'datasets': list_sort(list(DISTINCT i.dataset))} AS facts
FROM fact.identity_issue i JOIN fact.dataset d USING (dataset)
WHERE i.person_id IS NOT NULL AND i.kind IN ('number_failed', 'number_shared', 'two_numbers')
GROUP BY i.person_id
