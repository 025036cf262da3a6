-- Purpose: views for analysts over core, mart and ops; each view's grain is its first words in COMMENT.
-- Run once, after the tables are filled.

CREATE VIEW mart.open_signal AS
SELECT s.*, o.as_of, s.due_on < o.as_of AS overdue
FROM mart.signal AS s
CROSS JOIN (SELECT arg_max(as_of, finished_at) AS as_of FROM ops.run) AS o
WHERE s.status IN ('new', 'open');
COMMENT ON VIEW mart.open_signal IS 'A signal that is new or open, and whether it is overdue at the as-of date';

CREATE VIEW mart.signal_by_county AS
SELECT
    county_code, category, rule, title,
    count(*) FILTER (status = 'new') AS new_signals,
    count(*) AS open_signals,
    count(*) FILTER (overdue) AS overdue_signals,
    min(due_on) AS first_due_on
FROM mart.open_signal
GROUP BY ALL;
COMMENT ON VIEW mart.signal_by_county IS 'A county and rule: signals new, open and overdue';

CREATE VIEW mart.signal_by_department AS
SELECT
    department, category, rule, title,
    count(*) FILTER (status = 'new') AS new_signals,
    count(*) AS open_signals,
    count(*) FILTER (overdue) AS overdue_signals,
    min(due_on) AS first_due_on
FROM mart.open_signal
GROUP BY ALL;
COMMENT ON VIEW mart.signal_by_department IS 'A department and rule: signals new, open and overdue';

CREATE VIEW mart.overdue AS
SELECT department, county_code, rule, title, signal_id, person_id, household_id, severity, first_seen, due_on
FROM mart.open_signal
WHERE overdue;
COMMENT ON VIEW mart.overdue IS 'A signal past its due date and still open';

CREATE VIEW mart.signal_by_month AS
SELECT date_trunc('month', first_seen)::DATE AS month, category, rule, title, count(*) AS first_seen_signals,
    count(*) FILTER (status = 'resolved') AS resolved_signals
FROM mart.signal
GROUP BY ALL;
COMMENT ON VIEW mart.signal_by_month IS 'A month and rule: signals first seen in it, and how many of those are resolved';

CREATE VIEW mart.low_income_by_county AS
SELECT county_code, category, status, count(*) AS people
FROM core.low_income
GROUP BY ALL;
COMMENT ON VIEW mart.low_income_by_county IS 'A county, category and status: people in the low-income database';

CREATE VIEW mart.low_income_by_cause AS
SELECT h.county_code, l.category, h.cause, count(*) AS people
FROM core.low_income AS l
INNER JOIN core.household AS h USING (household_id)
WHERE l.status = 'current'
GROUP BY ALL;
COMMENT ON VIEW mart.low_income_by_cause IS 'A county, category and cause of hardship: people currently in the low-income database';

CREATE VIEW mart.assistance_by_month AS
SELECT date_trunc('month', happened_on)::DATE AS month, department, kind, detail, count(*) AS events,
    count(DISTINCT person_id) AS people, sum(amount) AS amount
FROM core.assistance_chain
WHERE kind <> 'signal'
GROUP BY ALL;
COMMENT ON VIEW mart.assistance_by_month IS 'A month, department and kind of help: events, people reached, yuan';

CREATE VIEW mart.coverage AS
WITH
this_month AS (SELECT date_trunc('month', arg_max(as_of, finished_at)) AS first_day FROM ops.run),
helped AS (
    SELECT DISTINCT person_id, department, kind
    FROM core.assistance_chain, this_month
    WHERE person_id IS NOT NULL AND kind <> 'signal' AND happened_on > first_day - INTERVAL 12 MONTH
)
SELECT l.county_code, l.category, h.department, h.kind, count(DISTINCT l.person_id) AS people_reached,
    any_value(n.people) AS people_in_category,
    round(count(DISTINCT l.person_id) / any_value(n.people), 4) AS share
FROM core.low_income AS l
INNER JOIN helped AS h USING (person_id)
INNER JOIN (
    SELECT county_code, category, count(*) AS people FROM core.low_income WHERE status = 'current' GROUP BY ALL
) AS n ON n.county_code IS NOT DISTINCT FROM l.county_code AND n.category = l.category
WHERE l.status = 'current'
GROUP BY ALL;
COMMENT ON VIEW mart.coverage IS 'A county, category and kind of help: share of the people currently in the category whom it reached in the last 12 months';

CREATE VIEW ops.quarantine_by_reason AS
SELECT dataset, batch, regexp_replace(regexp_replace(reason, '''[^'']*''', '…', 'g'), '\S+ row \d+', 'another row', 'g') AS reason,
    count(*) AS rows
FROM (SELECT dataset, batch, unnest(string_split(reasons, '; ')) AS reason FROM ops.quarantine)
GROUP BY ALL;
COMMENT ON VIEW ops.quarantine_by_reason IS 'A batch and reason: rows quarantined for it';
