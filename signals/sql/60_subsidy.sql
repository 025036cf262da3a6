/*
name: cl_subsidy
grain: a monthly disability subsidy paid to a person
datasets: [cl_subsidy]
past: []
columns: {person_id: BIGINT, item: VARCHAR, pay_month: DATE, amount: "DECIMAL(18,2)", row_key: UBIGINT}
*/
SELECT person_id, item, pay_month, amount, row_key FROM fact.cl_subsidy
WHERE person_id IS NOT NULL AND pay_month <= this_month()
