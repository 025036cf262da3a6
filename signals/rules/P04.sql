/*
code: P04
title: 门诊慢特病救助未到位
title_en: Outpatient medical aid for chronic illness below the ratio
category: policy_gap
subject: person
department: yb
severity: 2
days: 10
urgency_basis: default
datasets: [mz_household, mz_member, yb_settlement]
optional: [ny_monitored]
parameters: [outpatient_aid_ratio, medical_aid_deductible]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 完善专项社会救助·医疗救助（门诊慢特病）}
evidence: {class: 救助类别, settled_on: 结算日期, aid_base: 政策范围内个人自付（元）, aid_paid: 已付医疗救助（元）, due_ratio: 应救助比例}
*/
-- Ratio and deductible are those of the day of the settlement: aid is worked out then, and a later change does not reach back.
WITH due AS (
    SELECT l.person_id, l.household_id, l.county_code, l.class, list_append(l."rows", s.row_key) AS "rows",
           s.settled_on, s.aid_base, s.aid_paid,
           param_on_for('outpatient_aid_ratio', l.county_code, l.class, s.settled_on) AS ratio,
           param_on_for('medical_aid_deductible', l.county_code, l.class, s.settled_on) AS deductible
    FROM tonight.low_person l JOIN tonight.settlement s USING (person_id)
    WHERE s.med_type = '14' AND s.settled_on BETWEEN as_of() - 365 AND as_of() - 30
)
SELECT person_id, household_id, county_code, "rows",
       {'class': class, 'settled_on': settled_on, 'aid_base': aid_base, 'aid_paid': aid_paid, 'due_ratio': ratio} AS facts
FROM due
WHERE aid_base > deductible AND aid_paid / (aid_base - deductible) < ratio - 0.001
