-- Purpose: what tonight's clusters say, for those that are persons.
-- Grain: night_content one row per (key, cluster).
-- Inputs: $mentions (docs/inside.md), $clusters (mention, cluster).  Leads and guardians create no person and leave no key.
CREATE OR REPLACE TEMP TABLE night_content AS
SELECT DISTINCT
    content_key(m.source, m.role, m.id_type, m.id_text, m.id18, m.id_second, m.name, m.sex, m.birth_date, m.phone,
                m.county_code, m.household_id) AS "key", c.cluster
FROM $mentions m JOIN $clusters c USING (mention)
WHERE m.role NOT IN ('lead', 'guardian');
