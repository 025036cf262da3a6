-- Purpose: where it goes wrong, by a grouping of the records (kind of error, source).
-- Inputs: eval_record, eval_cell, eval_true, eval_found, eval_main; $group (a column of eval_record).  Grain: one row per group.
-- misplaced: the record lies in a cluster most of whose records are another person's; split_off: it does not lie where
-- most records of its person lie (nor is it misplaced).
WITH judged AS (
    SELECT r.$group AS grouping_value, r.person_id IS NOT NULL AND f.main_true <> r.true_person AS is_misplaced,
        r.person_id IS DISTINCT FROM m.main_person AS elsewhere,
        coalesce(c.n::DOUBLE / f.n, 1) AS b3_precision, coalesce(c.n, 1)::DOUBLE / t.n AS b3_recall
    FROM eval_record r JOIN eval_true t USING (true_person)
    LEFT JOIN eval_main m USING (true_person)
    LEFT JOIN eval_found f ON f.person_id = r.person_id
    LEFT JOIN eval_cell c ON c.person_id = r.person_id AND c.true_person = r.true_person
)
SELECT coalesce(grouping_value::VARCHAR, 'none') AS grouping_value, count(*) AS records,
    count(*) FILTER (is_misplaced) AS misplaced, count(*) FILTER (elsewhere AND NOT is_misplaced) AS split_off,
    avg(b3_precision) AS b3_precision, avg(b3_recall) AS b3_recall
FROM judged GROUP BY ALL ORDER BY misplaced + split_off DESC, grouping_value;
