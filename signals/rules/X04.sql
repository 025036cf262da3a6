/*
code: X04
title: 渐退期满
title_en: Gradual exit has ended
category: may_exit
subject: household
department: mz
severity: 2
days: 10
urgency_basis: default
datasets: [mz_household]
parameters: [grace_months]
legal_basis: {document: '重庆市民政局等《关于巩固拓展脱贫攻坚兜底保障成果进一步做好困难群众基本生活保障工作的通知》2021', clause: 二（一）1}
evidence: {grace_started_on: 渐退期起始, grace_ended_on: 渐退期届满}
*/
SELECT h.household_id, h.county_code, [h.row_key] AS "rows",
       {'grace_started_on': h.grace_started_on,
        'grace_ended_on': (h.grace_started_on + to_months(param_at('grace_months', h.county_code)::INTEGER))::DATE} AS facts
FROM core.household h
WHERE h.in_force AND h.grace_started_on + to_months(param_at('grace_months', h.county_code)::INTEGER) <= as_of()
