/*
code: E07
title: 退出后返困
title_en: New hardship after leaving assistance
category: may_qualify
subject: person
department: mz
severity: 1
days: 10
urgency_basis: default
datasets: [mz_household, mz_member, ny_monitored]
any_of: [wj_illness, cl_card, jy_student, yj_disaster]
absence:
  - {dataset: mz_household, period: snapshot}
  - {dataset: mz_member, period: snapshot}
  - {dataset: ny_monitored, period: snapshot, everywhere: false}
parameters: [exited_months, new_illness_days, new_card_days, new_school_days, new_disaster_days]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 完善低收入人口数据库}
evidence: {ended_on: 退出日期, event: 困难种类, happened_on: 发生日期, kind: 情形}
*/
WITH exited AS (
    SELECT m.person_id, max(h.ended_on) AS ended_on, flatten(list([h.row_key, m.row_key])) AS "rows"
    FROM core.household h JOIN core.household_member m USING (household_id)
    WHERE m.covered AND h.ended_on <= as_of() AND h.ended_on > as_of() - to_months(param('exited_months')::INTEGER)
    GROUP BY m.person_id
)
SELECT x.person_id, list_append(x."rows", e.row_key) AS "rows",
       {'ended_on': x.ended_on, 'event': e.code, 'happened_on': e.happened_on, 'kind': e.kind} AS facts
FROM exited x JOIN tonight.hardship_event e USING (person_id)
WHERE NOT EXISTS (SELECT 1 FROM tonight.low_person l WHERE l.person_id = x.person_id)
