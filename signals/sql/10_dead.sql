/*
name: dead
grain: a person who has died by the as-of date
datasets: []
past: []
columns: {person_id: BIGINT, died_on: DATE}
*/
SELECT person_id, died_on FROM core.person WHERE died_on <= as_of()
