-- Purpose: open hotline tickets as leads (线索) for the office of their topic: somebody asked for help.
-- Grain: lead one open ticket that no signal N08 speaks of.
-- Inputs: $tickets (fact.rx_ticket, or an empty select of its columns), core.person_link (role lead), core.person; variables.
CREATE OR REPLACE TEMP TABLE open_ticket AS
SELECT t.ticket_no, t.received_on, t.topic, CASE WHEN regexp_full_match(t.county_code, '\d{6}') THEN t.county_code ELSE p.county_code END
       AS county_code, k.person_id, p.name, p.id_number, p.phone
FROM ($tickets) t
LEFT JOIN core.person_link k ON k.row_key = t.row_key AND k.role = 'lead'
LEFT JOIN core.person p ON p.person_id = k.person_id
WHERE t.received_on <= getvariable('delivery_as_of')
  AND (t.closed_on IS NULL OR t.closed_on > getvariable('delivery_as_of'));
CREATE OR REPLACE TEMP TABLE delivery_lead AS
SELECT person_id, string_agg(received_on || ' ' || coalesce(getvariable('delivery_words')[topic], topic, '未分类'), '；'
                             ORDER BY received_on, ticket_no) AS tickets
FROM open_ticket WHERE person_id IS NOT NULL GROUP BY person_id;
CREATE OR REPLACE TEMP TABLE lead AS
SELECT coalesce(getvariable('delivery_offices')[topic], 'mz') AS department, coalesce(county_code, 'province') AS county_code,
       ticket_no, received_on, coalesce(getvariable('delivery_words')[topic], topic, '未分类') AS topic,
       CASE WHEN person_id IS NULL THEN '未对应到人' ELSE '疑似本人，请核实' END AS lead_text, name, id_number, phone
FROM open_ticket
WHERE person_id IS NULL OR person_id NOT IN (
    SELECT person_id FROM mart.signal WHERE rule = 'N08' AND status IN ('new', 'open', 'dismissed') AND person_id IS NOT NULL);
