/*
name: card_before
grain: the same in the batch that was in force 31 days ago
datasets: []
past: [cl_card]
columns: {person_id: BIGINT, level: INTEGER, row_key: UBIGINT}
*/
SELECT person_id, unnest(arg_max({level: level, row_key: row_key}, (issued_on, -level::INTEGER, -row_key::HUGEINT)))
FROM past.cl_card WHERE person_id IS NOT NULL
GROUP BY person_id
