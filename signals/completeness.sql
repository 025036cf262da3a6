-- Purpose: is what a rule takes for absent merely not delivered?  Rows of the period against the usual.
-- Grain: the province (county_code NULL) and each county ever seen in the dataset.
-- Inputs: $dataset, $where, $period (an expression that gives a row's period), $target (the period that must be
-- complete), $history (how many earlier periods), $past (rows as of 31 days ago, or none of them).
-- $people (county_code, people): of a county that never had a row, the people tell how many would be expected, measured by the
-- counties that have rows in the period; a hundred are too many to be missing by chance.
-- Usual: the median of up to $history earlier periods, or the count of 31 days ago where that is more; NULL when this
-- is the first period ever.
WITH counted AS (
    SELECT county_code, $period AS period, count(*) AS n FROM fact.$dataset WHERE $where GROUP BY ALL
), periods AS (
    SELECT DISTINCT period FROM counted WHERE period < $target ORDER BY period DESC LIMIT $history
), before AS (
    SELECT county_code, count(*) AS n FROM $past GROUP BY ALL
), place AS (
    SELECT county_code FROM counted WHERE county_code IS NOT NULL
    UNION SELECT county_code FROM before WHERE county_code IS NOT NULL
), grid AS (
    SELECT l.county_code, h.period, coalesce(c.n, 0) AS n
    FROM place l CROSS JOIN periods h LEFT JOIN counted c ON c.county_code = l.county_code AND c.period = h.period
), expected AS (
    SELECT p.county_code, p.people * t.n / t.people AS n
    FROM $people p ANTI JOIN place USING (county_code),
         (SELECT sum(c.n) AS n, sum(p.people) AS people FROM counted c JOIN $people p USING (county_code) WHERE c.period = $target) t
    WHERE p.people * t.n >= 100 * t.people
)
SELECT NULL AS county_code, (SELECT coalesce(sum(n), 0) FROM counted WHERE period = $target)::BIGINT AS present,
       greatest((SELECT median(n) FROM (SELECT sum(n) AS n FROM counted JOIN periods USING (period) GROUP BY period)),
                (SELECT sum(n) FROM before))::DOUBLE AS usual
UNION ALL
SELECT l.county_code, coalesce((SELECT n FROM counted c WHERE c.county_code = l.county_code AND c.period = $target), 0),
       greatest((SELECT median(n) FROM grid g WHERE g.county_code = l.county_code),
                (SELECT n FROM before b WHERE b.county_code = l.county_code))::DOUBLE
FROM place l
UNION ALL
SELECT county_code, 0, n FROM expected
ORDER BY county_code NULLS FIRST
