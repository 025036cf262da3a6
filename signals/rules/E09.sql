/*
code: E09
title: 名单人员不在库
title_en: On several hardship lists but not in the low-income database
category: may_qualify
subject: person
department: mz
severity: 2
days: 15
urgency_basis: default
datasets: [mz_household, mz_member, ny_monitored, jy_student, rs_unemployment, wj_illness, cl_card]
absence:
  - {dataset: mz_household, period: snapshot}
  - {dataset: mz_member, period: snapshot}
  - {dataset: ny_monitored, period: snapshot, everywhere: false}
parameters: [severe_levels, hardship_lists]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 加强动态监测}
evidence: {lists: 在册名单}
*/
WITH listed AS (
    SELECT person_id, 'hardship_student' AS list, row_key FROM tonight.student WHERE hardship IN ('special', 'difficult')
    UNION ALL SELECT person_id, 'unemployed', row_key FROM tonight.unemployed
    UNION ALL SELECT person_id, 'serious_illness', unnest("rows") FROM tonight.serious_illness
    UNION ALL SELECT person_id, 'severe_disability', row_key FROM tonight.valid_card
              WHERE list_contains(param_list('severe_levels'), level)
)
SELECT p.person_id, list(p.row_key) AS "rows", {'lists': list_sort(list(DISTINCT p.list))} AS facts
FROM listed p
WHERE NOT EXISTS (SELECT 1 FROM tonight.low_person l WHERE l.person_id = p.person_id)
GROUP BY p.person_id
HAVING count(DISTINCT p.list) >= param('hardship_lists')
