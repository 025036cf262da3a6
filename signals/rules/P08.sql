/*
code: P08
title: 救助金未按时发放
title_en: Basic living assistance not paid last month
category: policy_gap
subject: household
department: mz
severity: 1
days: 3
urgency_basis: default
datasets: [mz_household, mz_payment]
absence: [{dataset: mz_payment, period: last_month, column: pay_month, where: "item IN ('dibao', 'tekun_basic')"}]
needs: [mz_payment.household_id, mz_payment.result]
parameters: []
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 夯实基本生活救助}
evidence: {category: 救助类别代码, month: 应发月份, approved_on: 审批日期, failed: 发放失败笔数}
*/
WITH paid AS (
    SELECT household_id, count(*) FILTER (result = 'paid') AS paid, count(*) FILTER (result = 'failed') AS failed,
           list(row_key) AS "rows"
    FROM fact.mz_payment
    WHERE item IN ('dibao', 'tekun_basic') AND pay_month = last_month()
    GROUP BY household_id
)
SELECT h.household_id, h.county_code, list_append(coalesce(p."rows", []), h.row_key) AS "rows",
       {'category': h.category, 'month': last_month(), 'approved_on': h.approved_on, 'failed': coalesce(p.failed, 0)} AS facts
FROM core.household h LEFT JOIN paid p USING (household_id)
WHERE h.in_force AND h.category IN ('110', '120', '131', '132') AND h.approved_on < last_month() AND coalesce(p.paid, 0) = 0
