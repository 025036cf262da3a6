-- Purpose: tonight's keys of every cluster that is a person, and the content order of the clusters.
-- Grain: night_key one row per (key, cluster); night_cluster one row per cluster.
-- Inputs: $mentions (docs/inside.md), $clusters (mention, cluster).  Leads and guardians create no person and leave no key.
CREATE OR REPLACE TEMP TABLE night_key AS
WITH said AS (
    SELECT DISTINCT c.cluster,
        content_key(m.source, m.role, m.id_type, m.id_text, m.id_second, m.name, m.sex, m.birth_date, m.phone,
                    m.county_code, m.household_id) AS content,
        number_key(m.id18, m.name, m.birth_date) AS number,
        home_key(m.name, born(m.birth_date, m.id18), m.household_id) AS home,
        phone_key(m.name, born(m.birth_date, m.id18), m.phone) AS phone,
        place_key(m.name, born(m.birth_date, m.id18), m.county_code, m.id18) AS place
    FROM $mentions m JOIN $clusters c USING (mention)
    WHERE m.role NOT IN ('lead', 'guardian')
)
SELECT content AS "key", cluster, 1::UTINYINT AS kind FROM said
UNION ALL SELECT DISTINCT number, cluster, 2 FROM said WHERE number IS NOT NULL
UNION ALL SELECT DISTINCT home, cluster, 3 FROM said WHERE home IS NOT NULL
UNION ALL SELECT DISTINCT phone, cluster, 3 FROM said WHERE phone IS NOT NULL
UNION ALL SELECT DISTINCT place, cluster, 3 FROM said WHERE place IS NOT NULL;

-- Two clusters that say exactly the same cannot be told apart by content; only for them does the cluster number decide.
CREATE OR REPLACE TEMP TABLE night_cluster AS
SELECT cluster, row_number() OVER (ORDER BY least_key, all_keys, cluster) AS place
FROM (SELECT cluster, min("key") AS least_key, sum("key"::HUGEINT) AS all_keys
      FROM night_key WHERE kind = 1 GROUP BY cluster);
