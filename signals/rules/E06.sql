/*
code: E06
title: 未获批后再现困难
title_en: New hardship after an application was rejected
category: may_qualify
subject: person
department: mz
severity: 1
days: 10
urgency_basis: default
datasets: [mz_household, mz_member, ny_monitored, mz_application]
any_of: [wj_illness, cl_card, jy_student, yj_disaster]
absence:
  - {dataset: mz_household, period: snapshot}
  - {dataset: mz_member, period: snapshot}
  - {dataset: ny_monitored, period: snapshot, everywhere: false}
parameters: [rejected_months, new_illness_days, new_card_days, new_school_days, new_disaster_days]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 完善低收入人口数据库}
evidence: {rejected_on: 未获批日期, event: 困难种类, happened_on: 发生日期, kind: 情形}
*/
WITH rejected AS (
    SELECT person_id, max(coalesce(decided_on, applied_on)) AS rejected_on, list(row_key) AS "rows"
    FROM fact.mz_application
    WHERE decision = 'rejected' AND coalesce(decided_on, applied_on) <= as_of()
      AND coalesce(decided_on, applied_on) > as_of() - to_months(param('rejected_months')::INTEGER)
    GROUP BY person_id
)
SELECT r.person_id, list_append(r."rows", e.row_key) AS "rows",
       {'rejected_on': r.rejected_on, 'event': e.code, 'happened_on': e.happened_on, 'kind': e.kind} AS facts
FROM rejected r JOIN tonight.hardship_event e USING (person_id)
WHERE NOT EXISTS (SELECT 1 FROM tonight.low_person l WHERE l.person_id = r.person_id)
