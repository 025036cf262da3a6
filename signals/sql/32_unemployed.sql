/*
name: unemployed
grain: a person registered unemployed and not cancelled; the latest registration where there are several
datasets: [rs_unemployment]
past: []
columns: {person_id: BIGINT, registered_on: DATE, service_on: DATE, row_key: UBIGINT}
*/
SELECT person_id, unnest(arg_max({registered_on: registered_on, service_on: service_on, row_key: row_key},
                                 (registered_on, -row_key::HUGEINT)))
FROM fact.rs_unemployment
WHERE person_id IS NOT NULL AND registered_on <= as_of() AND (cancelled_on IS NULL OR cancelled_on > as_of())
GROUP BY person_id
