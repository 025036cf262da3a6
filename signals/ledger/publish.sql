-- Purpose: fill mart.signal from tonight's lives.
-- Grain: one signal, live or ended.
-- Inputs: tonight.life, $source.signal_dismissal.
INSERT INTO mart.signal BY NAME
SELECT signal_id, rule, title, category, subject_kind, person_id, household_id, batch_ref, department, county_code,
       severity,
       CASE WHEN status <> 'open' THEN status WHEN d.signal_id IS NOT NULL THEN 'dismissed'
            WHEN first_seen = as_of() THEN 'new' ELSE 'open' END AS status,
       first_seen, last_seen, due_on, resolved_on, reopened_count, evidence::JSON AS evidence, identity_uncertain
FROM tonight.life
LEFT JOIN (SELECT DISTINCT signal_id FROM $source.signal_dismissal
           WHERE dismissed_on <= as_of() AND ("until" IS NULL OR "until" > as_of())
             AND (undone_on IS NULL OR undone_on > as_of())) d USING (signal_id)
ORDER BY signal_id;
