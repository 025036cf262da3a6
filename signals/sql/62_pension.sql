/*
name: rs_pension
grain: a month's pension of a person
datasets: [rs_pension]
past: []
columns: {person_id: BIGINT, kind: VARCHAR, pay_month: DATE, basic_amount: "DECIMAL(18,2)", account_amount: "DECIMAL(18,2)", row_key: UBIGINT}
*/
SELECT person_id, kind, pay_month, basic_amount, account_amount, row_key FROM fact.rs_pension
WHERE person_id IS NOT NULL AND pay_month <= this_month()
