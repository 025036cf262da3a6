/*
code: P01
title: 困难群众未参保
title_en: Low-income person without medical insurance this year
category: policy_gap
subject: person
department: yb
severity: 1
days: 5
urgency_basis: default
datasets: [mz_household, mz_member, yb_enrolment]
optional: [ny_monitored]
absence: [{dataset: yb_enrolment, period: this_year, column: year, where: "status = 'active'"}]
parameters: []
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 完善专项社会救助·医疗救助}
evidence: {class: 救助类别, year: 参保年度}
*/
SELECT l.person_id, l.household_id, l.county_code, l."rows", {'class': l.class, 'year': year(as_of())} AS facts
FROM tonight.low_person l
WHERE NOT EXISTS (SELECT 1 FROM fact.yb_enrolment e
                  WHERE e.person_id = l.person_id AND e.year = year(as_of()) AND e.status = 'active')
