/*
name: monitored
grain: a member row of 农业农村 whose risk is not cleared
datasets: [ny_monitored]
past: []
columns: {person_id: BIGINT, monitor_id: VARCHAR, kind: VARCHAR, identified_on: DATE, county_code: VARCHAR, row_key: UBIGINT}
*/
SELECT person_id, monitor_id, kind, identified_on, county_code, row_key
FROM fact.ny_monitored
WHERE person_id IS NOT NULL AND risk_cleared IS DISTINCT FROM 'Y'
