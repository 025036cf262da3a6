/*
name: event_disaster
grain: a person hit by a disaster just now (what N06 looks for, in anybody)
datasets: [yj_disaster]
past: []
columns: {person_id: BIGINT, code: VARCHAR, happened_on: DATE, kind: VARCHAR, loss: VARCHAR, event_county: VARCHAR, row_key: UBIGINT}
*/
SELECT person_id, 'N06' AS code, happened_on, kind, loss, left(event_county, 6) AS event_county, row_key
FROM fact.yj_disaster
WHERE person_id IS NOT NULL AND happened_on > as_of() - param('new_disaster_days')::INTEGER AND happened_on <= as_of()
