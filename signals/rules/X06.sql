/*
code: X06
title: 残疾证失效
title_en: Subsidy paid on a card that is no longer valid
category: may_exit
subject: person
department: cl
severity: 2
days: 10
urgency_basis: default
datasets: [cl_card, cl_subsidy]
presence: [{dataset: cl_subsidy, period: last_month, column: pay_month}]
parameters: []
legal_basis: {document: '国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见（国发〔2015〕52号）', clause: 补贴对象}
evidence: {status: 证件状态, expires_on: 有效期至, last_paid_month: 最近发放月份, payments: 发放笔数}
*/
-- No date of cancelling or freezing is delivered: for those, a subsidy for last month or later counts, or for a month after they expired.
WITH ended AS (
    SELECT person_id, level, status, expires_on, row_key,
           least(CASE WHEN expires_on <= as_of() THEN (date_trunc('month', expires_on) + INTERVAL 1 MONTH)::DATE END,
                 CASE WHEN status <> 'valid' THEN last_month() END) AS from_month
    FROM tonight.card_now
    WHERE (status <> 'valid' OR expires_on <= as_of())
      AND NOT EXISTS (SELECT 1 FROM tonight.valid_card v WHERE v.person_id = card_now.person_id)
)
SELECT e.person_id, list_append(list(s.row_key), any_value(e.row_key)) AS "rows",
       {'status': any_value(e.status), 'expires_on': any_value(e.expires_on), 'last_paid_month': max(s.pay_month),
        'payments': count(*)} AS facts
FROM ended e JOIN fact.cl_subsidy s USING (person_id)
WHERE s.pay_month >= e.from_month AND s.pay_month <= this_month()
GROUP BY e.person_id
