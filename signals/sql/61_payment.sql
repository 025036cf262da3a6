/*
name: mz_payment
grain: a payment by civil affairs made out to a person
datasets: [mz_payment]
past: []
columns: {person_id: BIGINT, item: VARCHAR, pay_month: DATE, amount: "DECIMAL(18,2)", result: VARCHAR, row_key: UBIGINT}
*/
SELECT person_id, item, pay_month, amount, result, row_key FROM fact.mz_payment
WHERE person_id IS NOT NULL AND pay_month <= this_month()
