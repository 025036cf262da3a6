/*
code: X01
title: 死亡仍在保
title_en: Still covered or paid after death
category: may_exit
subject: person
department: column
severity: 1
days: 3
urgency_basis: default
datasets: [mz_household, mz_member, wj_death]
optional: [mz_payment, cl_subsidy, rs_pension]
fires_on_dead: true
parameters: []
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 分类处置预警信息}
evidence: {died_on: 死亡日期, still: 仍在享受, last_paid_month: 最近发放月份}
*/
WITH still AS (
    SELECT c.person_id, 'mz' AS department, 'covered' AS what, NULL::DATE AS pay_month,
           [c.household_row, c.member_row] AS "rows"
    FROM tonight.covered c JOIN tonight.dead d USING (person_id)
    UNION ALL SELECT person_id, 'mz', 'mz_payment', pay_month, [row_key]
    FROM tonight.mz_payment JOIN tonight.dead USING (person_id) WHERE pay_month > date_trunc('month', died_on)
    UNION ALL SELECT person_id, 'cl', 'cl_subsidy', pay_month, [row_key]
    FROM tonight.cl_subsidy JOIN tonight.dead USING (person_id) WHERE pay_month > date_trunc('month', died_on)
    UNION ALL SELECT person_id, 'rs', 'rs_pension', pay_month, [row_key]
    FROM tonight.rs_pension JOIN tonight.dead USING (person_id) WHERE pay_month > date_trunc('month', died_on)
), certificate AS (
    SELECT person_id, list(row_key) AS "rows" FROM fact.wj_death WHERE died_on <= as_of() GROUP BY person_id
)
SELECT s.person_id, arg_min(s.department, list_position(['mz', 'cl', 'rs'], s.department)) AS department,
       list_concat(flatten(list(s."rows")), any_value(c."rows")) AS "rows",
       {'died_on': any_value(d.died_on), 'still': list_sort(list(DISTINCT s.what)),
        'last_paid_month': max(s.pay_month)} AS facts
FROM still s JOIN tonight.dead d USING (person_id) LEFT JOIN certificate c USING (person_id)
GROUP BY s.person_id
