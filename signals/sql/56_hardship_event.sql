/*
name: hardship_event
grain: an event of N02, N03, N05 or N06 in anybody's life (for E06 and E07)
datasets: []
past: []
columns: {person_id: BIGINT, code: VARCHAR, happened_on: DATE, kind: VARCHAR, row_key: UBIGINT}
*/
SELECT person_id, code, happened_on, kind, row_key FROM tonight.event_illness
UNION ALL SELECT person_id, code, happened_on, kind, row_key FROM tonight.event_card WHERE kind = 'new'
UNION ALL SELECT person_id, code, happened_on, kind, row_key FROM tonight.event_school
UNION ALL SELECT person_id, code, happened_on, kind, row_key FROM tonight.event_disaster
