/*
name: low_person
grain: a low person, with the best category in medical-aid order (就高)
datasets: []
past: []
columns: {person_id: BIGINT, household_id: VARCHAR, category: VARCHAR, class: VARCHAR, county_code: VARCHAR, "rows": "UBIGINT[]"}
*/
SELECT person_id, unnest(arg_min({household_id: household_id, category: category, class: class, county_code: county_code,
                                  'rows': "rows"},
                                 (medical_rank, coalesce(household_id, ''), "rows"))), 
FROM tonight.low
GROUP BY person_id
