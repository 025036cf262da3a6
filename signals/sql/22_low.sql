/*
name: low
grain: a reason for which a person is low (低收入人口) tonight, one row per household or monitoring record
datasets: []
past: []
columns: {person_id: BIGINT, household_id: VARCHAR, category: VARCHAR, class: VARCHAR, medical_rank: INTEGER,
  residence: VARCHAR, county_code: VARCHAR, labour: VARCHAR, "rows": "UBIGINT[]"}
*/
SELECT person_id, household_id, category, class, medical_rank(class) AS medical_rank, residence, county_code, labour,
       [household_row, member_row] AS "rows"
FROM tonight.covered
UNION ALL
SELECT person_id, NULL, 'monitored', 'monitored', medical_rank('monitored'), 'rural', county_code, NULL, [row_key]
FROM tonight.monitored
