-- Purpose: the part of the premium that public funds pay (资助参保), dated the first day of its year.
-- Grain:   enrolment.
-- Inputs:  fact.yb_enrolment.
SELECT person_id, CAST(NULL AS VARCHAR) AS household_id, make_date(year, 1, 1) AS happened_on, 'subsidy' AS kind,
       '资助参保' || CAST(year AS VARCHAR) || '年' AS detail, subsidy AS amount, row_key
FROM fact.yb_enrolment WHERE subsidy > 0 AND year BETWEEN 1950 AND 2100
