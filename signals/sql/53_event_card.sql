/*
name: event_card
grain: a person whose disability card is new, or worse than 31 days ago (what N03 looks for, in anybody)
datasets: []
past: []
columns: {person_id: BIGINT, code: VARCHAR, happened_on: DATE, kind: VARCHAR, level: INTEGER, level_before: INTEGER, row_key: UBIGINT}
*/
SELECT n.person_id, 'N03' AS code, n.issued_on AS happened_on,
       CASE WHEN n.issued_on > as_of() - param('new_card_days')::INTEGER THEN 'new' ELSE 'worse' END AS kind,
       n.level, b.level AS level_before, n.row_key
FROM tonight.card_now n LEFT JOIN tonight.card_before b USING (person_id)
WHERE n.issued_on > as_of() - param('new_card_days')::INTEGER OR n.level < b.level
