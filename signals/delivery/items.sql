-- Purpose: what an office reads about each of its signals.  Full names and numbers: the office has to act.
-- Grain: item one planned signal × office.
-- Inputs: planned, why, mart.signal, core.person, core.household, delivery_area (row_key, area), delivery_answer
-- (signal_id, answer), delivery_lead (person_id, tickets); variables delivery_as_of, delivery_words, delivery_status.
CREATE OR REPLACE TEMP TABLE item AS
WITH subject AS (
    SELECT n.*, s.rule, s.title, s.category, s.subject_kind, s.severity, s.status, s.first_seen, s.reopened_count,
           s.identity_uncertain, s.batch_ref, s.person_id AS own_person, s.household_id,
           coalesce(s.person_id, h.head_person_id) AS person_id, h.row_key AS household_row, h.category AS household_category,
           s.evidence ->> '$.legal_basis.document' AS document, s.evidence ->> '$.legal_basis.clause' AS clause,
           CASE WHEN (s.evidence ->> '$.legal_basis.elsewhere')::BOOLEAN THEN '参照外地文件：' END AS example
    FROM planned n JOIN mart.signal s USING (signal_id)
    LEFT JOIN (SELECT DISTINCT ON (household_id) household_id, head_person_id, row_key, category FROM core.household
               ORDER BY household_id, in_force DESC, row_key) h USING (household_id)
)
SELECT s.signal_id, s.department, s.county_code, s.change, s.subject_kind, s.category, s.rule, s.own_person,
       CASE WHEN s.change = 'new' THEN CASE WHEN s.reopened_count > 0 THEN '再次出现' ELSE '新增' END
            WHEN s.change = 'open' THEN '仍未办结'
            WHEN s.status IN ('new', 'open') THEN '已转其他单位'
            ELSE coalesce(getvariable('delivery_status')[s.status], s.status) END AS change_text,
       s.severity, s.due_on, s.change = 'open' AND s.due_on < getvariable('delivery_as_of') AS overdue,
       CASE WHEN starts_with(pp.area, s.county_code) THEN pp.area WHEN starts_with(ph.area, s.county_code) THEN ph.area
            WHEN s.county_code <> 'province' THEN s.county_code END AS area,
       CASE s.subject_kind WHEN 'person' THEN '个人' WHEN 'household' THEN '家庭' ELSE '数据批次' END AS subject_text,
       CASE WHEN s.subject_kind = 'batch' THEN
            coalesce(getvariable('delivery_words')[split_part(s.batch_ref, '/', 1)] || ' ', '') || s.batch_ref
            ELSE p.name END AS name,
       p.id_number, p.phone, s.household_id, coalesce(getvariable('delivery_words')[s.household_category], '') AS household_category,
       s.title, w.why, concat(s.example, s.document, '，', s.clause) AS basis, s.first_seen, s.delivered_on,
       CASE WHEN s.identity_uncertain THEN '身份关联待复核或无可用证件号码，请先核对是否本人' END AS doubt, l.tickets, a.answer
FROM subject s
LEFT JOIN why w USING (signal_id)
LEFT JOIN core.person p ON p.person_id = s.person_id
LEFT JOIN delivery_area ph ON ph.row_key = s.household_row
LEFT JOIN delivery_area pp ON pp.row_key = p.county_code_row
LEFT JOIN delivery_lead l ON l.person_id = s.person_id
LEFT JOIN delivery_answer a USING (signal_id);
