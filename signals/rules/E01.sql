/*
code: E01
title: 监测对象未纳入救助
title_en: Monitored person in no assisted household
category: may_qualify
subject: person
department: mz
severity: 2
days: 15
urgency_basis: default
datasets: [mz_household, mz_member, ny_monitored]
absence:
  - {dataset: mz_household, period: snapshot}
  - {dataset: mz_member, period: snapshot}
parameters: []
legal_basis: {document: '达州市人民政府办公室《达州市进一步做好困难帮扶工作促进共同富裕实施方案（2023—2025年）》（达市府办发〔2023〕35号）', clause: 二（一）3}
evidence: {kind: 监测类别, identified_on: 认定日期}
*/
SELECT m.person_id, m.county_code, [m.row_key] AS "rows",
       {'kind': m.kind, 'identified_on': m.identified_on} AS facts
FROM tonight.monitored m
WHERE NOT EXISTS (SELECT 1 FROM core.household_member i JOIN core.household h USING (household_id)
                  WHERE i.person_id = m.person_id AND h.in_force)
