/*
code: P14
title: 就业帮扶未落实
title_en: Unemployed without employment service
category: policy_gap
subject: person
department: rs
severity: 3
days: 20
urgency_basis: default
datasets: [mz_household, mz_member, rs_unemployment]
needs: [rs_unemployment.service_on]
parameters: [unemployed_days, employment_service_days]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 完善专项社会救助·就业救助}
evidence: {class: 救助类别, labour: 劳动能力, registered_on: 失业登记日期, service_on: 最近服务日期}
*/
SELECT l.person_id, l.household_id, l.county_code, list_append(l."rows", u.row_key) AS "rows",
       {'class': l.class, 'labour': l.labour, 'registered_on': u.registered_on, 'service_on': u.service_on} AS facts
FROM tonight.low l JOIN tonight.unemployed u USING (person_id)
WHERE l.class IN ('dibao', 'marginal', 'rigid') AND l.labour IN ('full', 'partial')
  AND u.registered_on <= as_of() - param_at('unemployed_days', l.county_code)::INTEGER
  AND (u.service_on IS NULL OR u.service_on <= as_of() - param_at('employment_service_days', l.county_code)::INTEGER)
