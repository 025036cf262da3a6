-- Purpose: core.low_income, the low-income database: who is in it, was rejected in the last 12 months, or left less than
--          24 months ago (湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024).
-- Grain:   person; being in it now outranks the rest, and of rejection and exit the later counts.
-- Inputs:  core.household, core.household_member, any_ny_monitored, any_mz_application; $as_of.
-- Of one category the first admission counts, and the last exit or rejection.
-- Best category: medical-aid order (就高): tekun, dibao, monitored = marginal, rigid expenditure, other.
INSERT INTO core.low_income BY NAME
WITH reason AS (
    SELECT m.person_id, h.category, CASE WHEN h.in_force THEN 'current' ELSE 'exited' END AS status,
           CASE WHEN h.in_force THEN h.approved_on ELSE h.ended_on END AS since, h.household_id, h.county_code
    FROM core.household h JOIN core.household_member m USING (household_id)
    WHERE m.covered AND (h.in_force OR (h.ended_on <= $as_of AND h.ended_on > $as_of - INTERVAL 24 MONTH))
    UNION ALL
    SELECT person_id, 'monitored', 'current', identified_on, NULL, county_code
    FROM any_ny_monitored WHERE risk_cleared IS DISTINCT FROM 'Y' AND identified_on <= $as_of
    UNION ALL
    SELECT person_id, category, 'rejected', coalesce(decided_on, applied_on), NULL, county_code
    FROM any_mz_application
    WHERE decision = 'rejected' AND coalesce(decided_on, applied_on) <= $as_of
      AND coalesce(decided_on, applied_on) > $as_of - INTERVAL 12 MONTH
), ranked AS (
    SELECT *, CASE category WHEN '131' THEN 1 WHEN '132' THEN 2 WHEN '110' THEN 3 WHEN '120' THEN 4 WHEN 'monitored' THEN 5
                            WHEN '600' THEN 6 WHEN '650' THEN 7 WHEN '660' THEN 8 ELSE 9 END AS place
    FROM reason WHERE person_id IS NOT NULL AND category IS NOT NULL
), best AS (
    SELECT person_id, status, max(since) AS latest,
           unnest(arg_min({category: category, since: since, household_id: household_id, county_code: county_code},
                          (place, category, CASE WHEN status = 'current' THEN 1 ELSE -1 END * coalesce(since, DATE '9999-12-31').epoch(),
                           coalesce(household_id, ''),
                           coalesce(county_code, '')))),
           array_to_string(list_transform(list_sort(list(DISTINCT {place: place, category: category})),
                                          lambda c: c.category), ',') AS categories
    FROM ranked GROUP BY person_id, status
)
SELECT b.person_id, b.category, b.categories, b.status, b.since, b.household_id,
       coalesce(b.county_code, p.county_code) AS county_code
FROM best b LEFT JOIN core.person p USING (person_id)
QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY status = 'current' DESC, latest DESC, status) = 1;
