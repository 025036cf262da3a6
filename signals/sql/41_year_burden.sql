/*
name: year_burden
grain: a person's own burden of medical cost in the last 12 months, where there is any
datasets: []
past: []
columns: {person_id: BIGINT, own_burden: "DECIMAL(18,2)", settlements: BIGINT, "rows": "UBIGINT[]"}
*/
SELECT person_id, sum(own_burden) AS own_burden, count(*) AS settlements, list(row_key) AS "rows"
FROM tonight.settlement
WHERE settled_on > as_of() - INTERVAL 12 MONTH
GROUP BY person_id
