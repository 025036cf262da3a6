/*
code: E08
title: 边缘家庭符合低保
title_en: Marginal or rigid household with income below the dibao standard
category: may_qualify
subject: household
department: mz
severity: 1
days: 10
urgency_basis: default
datasets: [mz_household]
parameters: [dibao_standard]
legal_basis: {document: '广东省民政厅《关于统筹做好困难群众兜底保障等工作的实施意见》2022', clause: 二（一）3}
evidence: {category: 救助类别代码, income_per_capita: 家庭人均月收入（元）, residence: 城乡, standard: 低保标准（元/月）}
*/
-- A household of which the residence is not known is measured by the rural standard, which is the lower (as in P09).
SELECT h.household_id, h.county_code, [h.row_key] AS "rows",
       {'category': h.category, 'income_per_capita': h.income_per_capita, 'residence': h.residence,
        'standard': param_at_for('dibao_standard', h.county_code, coalesce(h.residence, 'rural'))} AS facts
FROM core.household h
WHERE h.in_force AND h.category IN ('600', '650')
  AND h.income_per_capita < param_at_for('dibao_standard', h.county_code, coalesce(h.residence, 'rural'))
