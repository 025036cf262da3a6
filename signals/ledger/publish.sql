-- Purpose: fill mart.signal from tonight's lives.
-- Grain: one signal, live or ended.
-- Inputs: tonight.life, tonight.rule (due_on: the rule's days from tonight), tonight.dismissed,
-- $source.signal_delivery.
-- An office has its full days from when it was told; what still waits for its portion is due as if told tonight.
INSERT INTO mart.signal BY NAME
WITH told AS (
    SELECT signal_id, max(as_of) AS told_on, max_by(due_on, as_of) AS told_due_on FROM $source.signal_delivery
    WHERE change = 'new' AND as_of < as_of() GROUP BY signal_id
), last_told AS (
    SELECT max(as_of) AS last_told_on FROM $source.signal_delivery WHERE as_of < as_of()
)
SELECT signal_id, rule, title, category, subject_kind, person_id, household_id, batch_ref, department, county_code,
       severity,
       CASE WHEN status <> 'open' THEN status WHEN d.signal_id IS NOT NULL THEN 'dismissed'
            WHEN first_seen = as_of() THEN 'new' ELSE 'open' END AS status,
       first_seen, last_seen,
       CASE WHEN told_on >= opened_on THEN told_due_on
            WHEN status = 'open' AND last_told_on >= opened_on THEN greatest(r.due_on, l.due_on)
            ELSE l.due_on END AS due_on,
       resolved_on, reopened_count, evidence::JSON AS evidence, identity_uncertain
FROM tonight.life l CROSS JOIN last_told LEFT JOIN told USING (signal_id)
LEFT JOIN (SELECT code, due_on FROM tonight.rule) r ON r.code = l.rule
LEFT JOIN tonight.dismissed d USING (signal_id)
ORDER BY signal_id;
