/*
code: P15
title: 受灾未救助
title_en: Disaster without relief
category: policy_gap
subject: person
department: yj
severity: 1
days: 3
urgency_basis: default
datasets: [mz_household, mz_member, yj_disaster]
optional: [ny_monitored]
absence:
  - {dataset: yj_disaster, period: past_year, column: happened_on, everywhere: false}
needs: [yj_disaster.relief_on]
parameters: [relief_days]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 完善专项社会救助·受灾人员救助}
evidence: {happened_on: 受灾日期, kind: 灾种, loss: 损失程度}
*/
SELECT l.person_id, l.household_id, l.county_code, list_append(l."rows", y.row_key) AS "rows",
       {'happened_on': y.happened_on, 'kind': y.kind, 'loss': y.loss} AS facts
FROM tonight.low_person l JOIN fact.yj_disaster y USING (person_id)
WHERE y.happened_on BETWEEN as_of() - 365 AND as_of() - param_at('relief_days', l.county_code)::INTEGER AND y.relief_on IS NULL
