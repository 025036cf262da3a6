-- Purpose: add all keys of clusters that are not settled.
-- Grain: night_key one row per (key, kind, cluster).
-- Inputs: $mentions, $clusters (mention, cluster); night_content; $wanted (cluster), which clusters.
-- What several mentions of a person say alike is hashed once.
CREATE OR REPLACE TEMP TABLE night_said AS
SELECT c.cluster,
    number_said(m.id18, m.name, m.birth_date) AS number,
    home_said(m.name, m.household_id) AS home,
    phone_said(m.name, m.phone) AS phone,
    typed_said(m.name, m.id_text, m.id18) AS typed,
    place_said(m.source, m.name, m.birth_date, m.county_code, m.id18) AS place
FROM $mentions m JOIN (FROM $clusters SEMI JOIN $wanted USING (cluster)) c USING (mention)
WHERE m.role NOT IN ('lead', 'guardian');

INSERT INTO night_key
SELECT "key", cluster, 1::UTINYINT AS kind FROM night_content SEMI JOIN $wanted USING (cluster)
UNION ALL SELECT md5_number_lower(said), cluster, 2 FROM (SELECT DISTINCT number AS said, cluster FROM night_said WHERE number IS NOT NULL)
UNION ALL SELECT md5_number_lower(said), cluster, 3 FROM (
    SELECT DISTINCT home AS said, cluster FROM night_said WHERE home IS NOT NULL
    UNION ALL SELECT DISTINCT phone, cluster FROM night_said WHERE phone IS NOT NULL
    UNION ALL SELECT DISTINCT typed, cluster FROM night_said WHERE typed IS NOT NULL
    UNION ALL SELECT DISTINCT place, cluster FROM night_said WHERE place IS NOT NULL);
DROP TABLE night_said;
