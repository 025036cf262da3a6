/*
name: settlement
grain: a medical settlement that stands (neither refunded nor reversed), up to the as-of date
datasets: [yb_settlement]
past: []
columns: {person_id: BIGINT, med_type: VARCHAR, settled_on: DATE, own_burden: "DECIMAL(18,2)", aid_base: "DECIMAL(18,2)",
  aid_paid: "DECIMAL(18,2)", row_key: UBIGINT}
*/
SELECT person_id, med_type, settled_on, total - fund_paid - aid_paid AS own_burden, in_scope - fund_paid AS aid_base,
       aid_paid, row_key
FROM fact.yb_settlement
WHERE person_id IS NOT NULL AND refunded IS DISTINCT FROM 'Y' AND cancelled IS NOT TRUE AND settled_on <= as_of()
