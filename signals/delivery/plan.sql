-- Purpose: who is told what tonight: signals to deliver, still open, gone since they were delivered; what has to wait.
-- Grain: planned one signal × office (department and county); waiting one signal held back for a later night.
-- Inputs: mart.signal; core.household_member; outstanding (below) from $ledger.signal_delivery; delivery_rule (rule,
-- days, urgent, due_on); variables delivery_as_of, delivery_portion, delivery_portions (MAP county → number).
-- What was delivered on earlier nights and not yet told to be gone.
CREATE OR REPLACE TEMP TABLE outstanding AS
SELECT signal_id, department, county_code, due_on, as_of AS delivered_on
FROM (SELECT * FROM $ledger.signal_delivery WHERE as_of < getvariable('delivery_as_of')
      QUALIFY row_number() OVER (PARTITION BY signal_id, department, county_code ORDER BY as_of DESC) = 1)
WHERE change = 'new';
CREATE OR REPLACE TEMP TABLE live AS
SELECT signal_id, rule, person_id, household_id, first_seen, severity, due_on,
       regexp_replace(department, '[^0-9A-Za-z_]', '_', 'g') AS department,
       CASE WHEN regexp_full_match(county_code, '\d{6}') THEN county_code ELSE 'province' END AS county_code
FROM mart.signal WHERE status IN ('new', 'open');
-- Different hardships at once, of a person or in the household: whoever has most comes first.
CREATE OR REPLACE TEMP TABLE hardships AS
WITH hard AS (
    SELECT l.rule, l.person_id, coalesce(l.household_id, m.household_id) AS household_id
    FROM live l LEFT JOIN (SELECT person_id, min(household_id) AS household_id FROM core.household_member
                           WHERE person_id IS NOT NULL GROUP BY person_id) m USING (person_id)
    WHERE left(l.rule, 1) IN ('P', 'N', 'E')
)
SELECT 'person' AS kind, person_id::VARCHAR AS subject, count(DISTINCT rule) AS hardships
FROM hard WHERE person_id IS NOT NULL GROUP BY ALL
UNION ALL
SELECT 'household', household_id, count(DISTINCT rule) FROM hard WHERE household_id IS NOT NULL GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE candidate AS
SELECT l.signal_id, l.department, l.county_code, greatest(l.due_on, r.due_on) AS due_on,
       coalesce(r.urgent, true) AS urgent,
       row_number() OVER (
           PARTITION BY l.department, l.county_code, coalesce(r.urgent, true)
           ORDER BY l.severity, greatest(coalesce(p.hardships, 0), coalesce(h.hardships, 0)) DESC, r.days, l.first_seen,
                    l.signal_id) AS place
FROM live l
LEFT JOIN delivery_rule r USING (rule)
LEFT JOIN hardships p ON p.kind = 'person' AND p.subject = l.person_id::VARCHAR
LEFT JOIN hardships h ON h.kind = 'household' AND h.subject = l.household_id
ANTI JOIN outstanding o ON o.signal_id = l.signal_id AND o.department = l.department AND o.county_code = l.county_code;
CREATE OR REPLACE TEMP TABLE waiting AS
SELECT signal_id, department, county_code FROM candidate
WHERE NOT urgent
  AND place > coalesce(getvariable('delivery_portions')[county_code], getvariable('delivery_portion'));
CREATE OR REPLACE TEMP TABLE planned AS
SELECT signal_id, department, county_code, 'new' AS change, due_on, getvariable('delivery_as_of') AS delivered_on
FROM candidate ANTI JOIN waiting USING (signal_id, department, county_code)
UNION ALL
SELECT o.signal_id, o.department, o.county_code, CASE WHEN l.signal_id IS NULL THEN 'resolved' ELSE 'open' END,
       o.due_on, o.delivered_on
FROM outstanding o
LEFT JOIN live l ON l.signal_id = o.signal_id AND l.department = o.department AND l.county_code = o.county_code;
