/*
code: N04
title: 失业断缴
title_en: Employee insurance no longer paid
category: new_hardship
subject: person
department: rs
severity: 2
days: 10
urgency_basis: default
datasets: [mz_household, mz_member, rs_insurance]
parameters: [insurance_gap_months]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 加强动态监测（就业状况）}
evidence: {class: 救助类别, last_paid_month: 最近缴费月份}
*/
WITH account AS (
    SELECT person_id, max(last_paid_month) AS last_paid_month, bool_or(status = 'retired') AS retired, list(row_key) AS "rows"
    FROM fact.rs_insurance WHERE insurance = 'employee_pension' AND person_id IS NOT NULL
    GROUP BY person_id
)
SELECT c.person_id, c.household_id, c.county_code, list_concat([c.household_row, c.member_row], a."rows") AS "rows",
       {'class': c.class, 'last_paid_month': a.last_paid_month} AS facts
FROM tonight.covered c JOIN account a USING (person_id)
WHERE c.labour = 'full' AND NOT a.retired
  AND a.last_paid_month <= this_month() - to_months(param('insurance_gap_months')::INTEGER)
