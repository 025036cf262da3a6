-- Purpose: what the report shows; one named query each (-- name: NAME), read by warehouse.report.
-- Inputs: the published warehouse.  Grain: one row of a table of the page.

-- name: run
SELECT run_id, as_of, region, started_at, finished_at, status, version, people, links, signals, needs_attention
FROM ops.run
ORDER BY finished_at DESC
LIMIT 1

-- name: attention
SELECT kind, subject, message FROM ops.attention ORDER BY kind, subject

-- name: batches
SELECT dataset, batch, department, status, rows_read, rows_accepted, rows_quarantined, blank_ids, unmapped_codes, nulled,
    unknown_columns, reason
FROM ops.batch
ORDER BY dataset, batch

-- name: datasets
SELECT dataset, any_value(department) AS department, count(*) FILTER (status = 'in_force') AS batches, max(batch) FILTER (status = 'in_force') AS newest,
    sum(rows_read) AS rows_read, sum(rows_accepted) AS rows_accepted, sum(rows_quarantined) AS rows_quarantined,
    count(*) FILTER (status = 'refused') AS refused
FROM ops.batch
GROUP BY dataset
ORDER BY dataset

-- name: quarantine
SELECT dataset, reason, sum(rows) AS rows
FROM ops.quarantine_by_reason
GROUP BY ALL
ORDER BY rows DESC, dataset, reason
LIMIT 40

-- name: identity
SELECT id_status, count(*) AS people FROM core.person GROUP BY ALL ORDER BY people DESC

-- name: links
SELECT rule, count(*) AS mentions FROM core.person_link GROUP BY ALL ORDER BY mentions DESC, rule

-- name: review
SELECT count(*) AS pairs FROM ops.review

-- name: low_income
SELECT category, status, count(*) AS people FROM core.low_income GROUP BY ALL ORDER BY category, status

-- name: categories
SELECT category, count(*) FILTER (status = 'new') AS new_signals, count(*) AS open_signals, count(*) FILTER (overdue) AS overdue
FROM mart.open_signal
GROUP BY ALL
ORDER BY category

-- name: rules
SELECT r.rule, r.title, r.category, r.evaluated, r.reason, r.signals, coalesce(o.new_signals, 0) AS new_signals,
    coalesce(o.open_signals, 0) AS open_signals, coalesce(o.overdue, 0) AS overdue
FROM ops.rule_status AS r
LEFT JOIN (
    SELECT rule, count(*) FILTER (status = 'new') AS new_signals, count(*) AS open_signals, count(*) FILTER (overdue) AS overdue
    FROM mart.open_signal
    GROUP BY ALL
) AS o USING (rule)
ORDER BY r.rule

-- name: counties
SELECT coalesce(county_code, '') AS county_code, count(*) AS open_signals, count(*) FILTER (status = 'new') AS new_signals,
    count(*) FILTER (severity = 1) AS severe, count(*) FILTER (overdue) AS overdue
FROM mart.open_signal
GROUP BY ALL
ORDER BY open_signals DESC, county_code
LIMIT 150

-- name: departments
SELECT department, count(*) AS open_signals, count(*) FILTER (status = 'new') AS new_signals, count(*) FILTER (overdue) AS overdue
FROM mart.open_signal
GROUP BY ALL
ORDER BY open_signals DESC, department

-- name: trend
SELECT as_of, arg_max(people, finished_at) AS people, arg_max(signals, finished_at) AS signals
FROM ops.run
GROUP BY as_of
ORDER BY as_of DESC
LIMIT 30

-- name: steps
SELECT step, seconds, rows, reused, peak_rss_mb FROM ops.step ORDER BY ordinal
