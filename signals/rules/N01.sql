/*
code: N01
title: 医疗支出过高
title_en: Medical burden too heavy for the household
category: new_hardship
subject: household
department: yb
severity: 1
days: 5
urgency_basis: default
datasets: [mz_household, mz_member, yb_settlement]
parameters: [medical_burden_ratio]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 加强动态监测（家庭支出）}
evidence: {own_burden: 近12个月个人负担（元）, yearly_income: 家庭年收入（元）}
*/
WITH burden AS (
    SELECT m.household_id, sum(b.own_burden) AS own_burden, flatten(list(b."rows")) AS "rows", list(m.person_id) AS people
    FROM (SELECT DISTINCT household_id, person_id FROM core.household_member) m
    JOIN tonight.year_burden b USING (person_id)
    GROUP BY m.household_id
)
SELECT h.household_id, h.county_code, list_append(b."rows", h.row_key) AS "rows", b.people,
       {'own_burden': b.own_burden, 'yearly_income': h.income_per_capita * h.household_size * 12} AS facts
FROM core.household h JOIN burden b USING (household_id)
WHERE h.in_force AND b.own_burden > 0
  -- to a hundredth of a fen: binary fractions must not decide a case that lies on the threshold
  AND b.own_burden >= round(param_at('medical_burden_ratio', h.county_code) * h.income_per_capita * h.household_size * 12, 4)
