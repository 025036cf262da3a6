/*
name: serious_illness
grain: a person registered with a serious illness
datasets: [wj_illness]
past: []
columns: {person_id: BIGINT, registered_on: DATE, "rows": "UBIGINT[]"}
*/
SELECT person_id, min(registered_on) AS registered_on, list(row_key) AS "rows"
FROM fact.wj_illness
WHERE person_id IS NOT NULL AND kind = 'serious' AND registered_on <= as_of()
GROUP BY person_id
