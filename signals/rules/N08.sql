/*
code: N08
title: 求助工单
title_en: Open hotline ticket
category: new_hardship
subject: person
department: column
severity: 1
days: 2
urgency_basis: default
datasets: [mz_household, mz_member, rx_ticket]
optional: [ny_monitored]
needs: [rx_ticket.closed_on]
parameters: []
legal_basis: {document: '重庆市民政局等《关于巩固拓展脱贫攻坚兜底保障成果进一步做好困难群众基本生活保障工作的通知》2021', clause: 二（二）2}
evidence: {topic: 诉求类别, received_on: 受理日期}
*/
SELECT l.person_id, l.household_id, l.county_code, list_append(l."rows", t.row_key) AS "rows",
       CASE t.topic WHEN 'medical' THEN 'yb' WHEN 'housing' THEN 'zj' WHEN 'education' THEN 'jy'
                    WHEN 'employment' THEN 'rs' ELSE 'mz' END AS department,
       {'topic': t.topic, 'received_on': t.received_on} AS facts
FROM fact.rx_ticket t
JOIN core.person_link k ON k.row_key = t.row_key AND k.dataset = 'rx_ticket'
JOIN tonight.low_person l ON l.person_id = k.person_id
WHERE t.received_on <= as_of() AND (t.closed_on IS NULL OR t.closed_on > as_of())
