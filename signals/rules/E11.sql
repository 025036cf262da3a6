/*
code: E11
title: 急难对象
title_en: Sudden emergency
category: may_qualify
subject: person
department: mz
severity: 1
days: 1
urgency_basis: default
action: 请核实并由急难发生地先行给予临时救助，事后补充说明情况
datasets: [mz_household, mz_member, ny_monitored, yj_disaster]
absence:
  - {dataset: mz_household, period: snapshot}
  - {dataset: mz_member, period: snapshot}
  - {dataset: ny_monitored, period: snapshot, everywhere: false}
parameters: [new_disaster_days]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 加强急难社会救助}
evidence: {happened_on: 发生日期, kind: 灾种, loss: 损失程度}
*/
SELECT e.person_id, e.event_county AS county_code, [e.row_key] AS "rows",
       {'happened_on': e.happened_on, 'kind': e.kind, 'loss': e.loss} AS facts
FROM tonight.event_disaster e
WHERE e.loss IN ('heavy', 'destroyed')
  AND NOT EXISTS (SELECT 1 FROM tonight.low_person l WHERE l.person_id = e.person_id)
