/*
name: student
grain: an enrolled student record
datasets: [jy_student]
past: []
columns: {person_id: BIGINT, stage: VARCHAR, hardship: VARCHAR, entered_on: DATE, row_key: UBIGINT}
*/
SELECT person_id, stage, hardship, entered_on, row_key
FROM fact.jy_student
WHERE person_id IS NOT NULL AND status = 'enrolled'
