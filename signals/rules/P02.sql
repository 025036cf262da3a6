/*
code: P02
title: 资助参保不足
title_en: Premium subsidy below the ratio
category: policy_gap
subject: person
department: yb
severity: 2
days: 10
urgency_basis: default
datasets: [mz_household, mz_member, yb_enrolment]
needs: [yb_enrolment.premium, yb_enrolment.subsidy]
parameters: [premium_subsidy_ratio]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 完善专项社会救助·医疗救助（资助参保）}
evidence: {class: 救助类别, premium: 个人缴费标准（元）, subsidy: 资助金额（元）, ratio: 资助比例, due_ratio: 应资助比例}
*/
SELECT l.person_id, l.household_id, l.county_code, list_append(l."rows", e.row_key) AS "rows",
       {'class': l.class, 'premium': e.premium, 'subsidy': coalesce(e.subsidy, 0),
        'ratio': round(coalesce(e.subsidy, 0) / e.premium, 3),
        'due_ratio': param_at_for('premium_subsidy_ratio', l.county_code, l.class)} AS facts
FROM tonight.low_person l JOIN fact.yb_enrolment e USING (person_id)
WHERE e.scheme = '390' AND e.year = year(as_of()) AND e.premium > 0
  AND coalesce(e.subsidy, 0) / e.premium < param_at_for('premium_subsidy_ratio', l.county_code, l.class) - 0.001
