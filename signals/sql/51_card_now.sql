/*
name: card_now
grain: a person with a disability card, the newest issued
datasets: [cl_card]
past: []
columns: {person_id: BIGINT, level: INTEGER, status: VARCHAR, issued_on: DATE, expires_on: DATE, row_key: UBIGINT}
*/
SELECT person_id, unnest(arg_max({level: level, status: status, issued_on: issued_on, expires_on: expires_on, row_key: row_key},
                                 (issued_on, -level::INTEGER, -row_key::HUGEINT)))
FROM fact.cl_card WHERE person_id IS NOT NULL AND issued_on <= as_of()
GROUP BY person_id
