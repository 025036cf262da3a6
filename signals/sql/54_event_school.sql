/*
name: event_school
grain: an enrolled student who has just begun a stage beyond compulsory schooling (what N05 looks for, in anybody)
datasets: []
past: []
columns: {person_id: BIGINT, code: VARCHAR, happened_on: DATE, kind: VARCHAR, row_key: UBIGINT}
*/
SELECT person_id, 'N05' AS code, entered_on AS happened_on, stage AS kind, row_key
FROM tonight.student
WHERE stage IN ('senior', 'vocational', 'college', 'university')
  AND entered_on > as_of() - param('new_school_days')::INTEGER AND entered_on <= as_of()
