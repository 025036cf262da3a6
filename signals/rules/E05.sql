/*
code: E05
title: 疑似刚性支出困难
title_en: May be in hardship through rigid expenditure
category: may_qualify
subject: person
department: mz
severity: 2
days: 15
urgency_basis: default
datasets: [mz_household, mz_member, yb_settlement]
absence:
  - {dataset: mz_household, period: snapshot}
  - {dataset: mz_member, period: snapshot}
parameters: [rigid_spending_ratio, disposable_income]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 开展低收入人口认定}
evidence: {own_burden: 近12个月个人负担（元）, settlements: 结算次数, disposable_income: 居民人均可支配收入（元/年）}
*/
SELECT b.person_id, b."rows",
       {'own_burden': b.own_burden, 'settlements': b.settlements, 'disposable_income': param_at('disposable_income', p.county_code)} AS facts
FROM tonight.year_burden b LEFT JOIN core.person p USING (person_id)
-- to a hundredth of a fen: binary fractions must not decide a case that lies on the threshold
WHERE b.own_burden >= round(param_at('rigid_spending_ratio', p.county_code) * param_at('disposable_income', p.county_code), 4)
  AND NOT EXISTS (SELECT 1 FROM tonight.covered c
                  WHERE c.person_id = b.person_id AND c.class IN ('tekun', 'dibao', 'marginal'))
