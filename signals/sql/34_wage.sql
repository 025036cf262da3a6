/*
name: wage
grain: an employee pension account into which contributions are being paid; its base stands for the wage
datasets: [rs_insurance]
past: []
columns: {person_id: BIGINT, base: "DECIMAL(18,2)", row_key: UBIGINT}
*/
SELECT person_id, base, row_key FROM fact.rs_insurance
WHERE person_id IS NOT NULL AND insurance = 'employee_pension' AND status = 'paying'
