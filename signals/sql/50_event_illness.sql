/*
name: event_illness
grain: a new serious, chronic or mental illness of a person (what N02 looks for, in anybody)
datasets: [wj_illness]
past: []
columns: {person_id: BIGINT, code: VARCHAR, happened_on: DATE, kind: VARCHAR, row_key: UBIGINT}
*/
SELECT person_id, 'N02' AS code, registered_on AS happened_on, kind, row_key
FROM fact.wj_illness
WHERE person_id IS NOT NULL AND registered_on > as_of() - param('new_illness_days')::INTEGER AND registered_on <= as_of()
