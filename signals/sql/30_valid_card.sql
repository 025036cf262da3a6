/*
name: valid_card
grain: a person with a valid, unexpired disability card; the newest issued where there are several
datasets: [cl_card]
past: []
columns: {person_id: BIGINT, type: INTEGER, level: INTEGER, issued_on: DATE, expires_on: DATE, row_key: UBIGINT}
*/
SELECT person_id, unnest(arg_max({type: type, level: level, issued_on: issued_on, expires_on: expires_on, row_key: row_key},
                                 (issued_on, -level::INTEGER, -row_key::HUGEINT)))
FROM fact.cl_card
WHERE person_id IS NOT NULL AND status = 'valid' AND (expires_on IS NULL OR expires_on > as_of())
GROUP BY person_id
