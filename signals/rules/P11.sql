/*
code: P11
title: 价格临时补贴漏发
title_en: Price-linked subsidy not paid
category: policy_gap
subject: household
department: mz
severity: 2
days: 10
urgency_basis: default
datasets: [mz_household, mz_payment]
absence:
  - {dataset: mz_payment, period: last_month, column: pay_month, where: "item IN ('dibao', 'tekun_basic')"}
needs: [mz_payment.household_id]
parameters: [price_subsidy_months]
legal_basis: {document: '重庆市民政局等《关于巩固拓展脱贫攻坚兜底保障成果进一步做好困难群众基本生活保障工作的通知》2021', clause: 二（一）2}
evidence: {category: 救助类别代码, month: 应发月份}
*/
SELECT h.household_id, h.county_code, [h.row_key] AS "rows", {'category': h.category, 'month': last_month()} AS facts
FROM core.household h
WHERE h.in_force AND h.category IN ('110', '120', '131', '132')
  AND list_contains(param_list('price_subsidy_months'), last_month())
  AND NOT EXISTS (SELECT 1 FROM fact.mz_payment p WHERE p.household_id = h.household_id AND p.item = 'price_subsidy'
                  AND p.result = 'paid' AND p.pay_month = last_month())
