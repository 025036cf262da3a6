-- Purpose: the figures over all records.  Inputs: eval_record, eval_cell, eval_true, eval_found.  Grain: one row.
-- B³ (Bagga and Baldwin 1998): the mean over records of the share of its cluster, and of its person, that is rightly there.
WITH size AS (
    SELECT count(*) AS records FROM eval_record
), pair AS (
    SELECT (SELECT coalesce(sum(n::HUGEINT * (n - 1) // 2), 0) FROM eval_cell) AS both_pairs,
        (SELECT coalesce(sum(n::HUGEINT * (n - 1) // 2), 0) FROM eval_found) AS found_pairs,
        (SELECT coalesce(sum(n::HUGEINT * (n - 1) // 2), 0) FROM eval_true) AS true_pairs
), alone AS (
    SELECT count(*) AS n, coalesce(sum(1.0 / t.n), 0) AS recall
    FROM eval_record r JOIN eval_true t USING (true_person) WHERE r.person_id IS NULL
), cubed AS (
    SELECT coalesce(sum(c.n::DOUBLE * c.n / f.n), 0) AS precise, coalesce(sum(c.n::DOUBLE * c.n / t.n), 0) AS recalled
    FROM eval_cell c JOIN eval_found f USING (person_id) JOIN eval_true t USING (true_person)
), mixed AS (
    SELECT count(DISTINCT c.true_person) AS people
    FROM eval_cell c JOIN eval_found f USING (person_id) WHERE f.people > 1
)
SELECT size.records, (SELECT count(*) FROM eval_true) AS people,
    (SELECT count(*) FROM eval_found) + alone.n AS found_people,
    both_pairs, found_pairs, true_pairs,
    (cubed.precise + alone.n) / greatest(size.records, 1) AS b3_precision,
    (cubed.recalled + alone.recall) / greatest(size.records, 1) AS b3_recall,
    mixed.people AS mixed_people, (SELECT count(*) FROM eval_found f WHERE f.people > 1) AS mixed_clusters
FROM size, pair, alone, cubed, mixed;
