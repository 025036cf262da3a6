-- Purpose: every signal as it stood before tonight, with mergers of people applied.
-- Grain: tonight.dismissed a signal that a person said needs nothing; tonight.short_batch one row per batch that D02 found too short, and what it was compared with; tonight.before one row per signal; tonight.merged_now one row per signal that ends because its person was merged.
-- Inputs: $source (database with signal_event, signal_night, signal_dismissal), param('batch_drop_share'), tonight.merger (from_person_id, into_person_id; final).
-- Only nights before the as-of date count, so running a date again starts from the same state.
CREATE OR REPLACE TABLE tonight.last_night AS
SELECT max(as_of) AS as_of FROM $source.signal_night WHERE as_of < as_of();
CREATE OR REPLACE TABLE tonight.prior AS
SELECT * REPLACE (CASE WHEN status = 'open' AND event <> 'carried'
                       THEN coalesce((SELECT as_of FROM tonight.last_night), last_seen) ELSE last_seen END AS last_seen)
FROM $source.signal_event WHERE as_of < as_of()
QUALIFY row_number() OVER (PARTITION BY signal_id ORDER BY as_of DESC) = 1;
CREATE OR REPLACE TABLE tonight.merged_now AS
SELECT p.signal_id, m.into_person_id, p.rule || '-' || m.into_person_id AS into_signal_id
FROM tonight.prior p JOIN tonight.merger m ON m.from_person_id = p.person_id
WHERE p.subject_kind = 'person' AND p.status = 'open';
-- The survivor goes on from the earliest of what it takes over and what it had.
CREATE OR REPLACE TABLE tonight.before AS
WITH heir AS (
    SELECT n.into_signal_id AS signal_id, min(p.first_seen) AS first_seen, min(p.opened_on) AS opened_on,
           min(p.due_on) AS due_on, max(p.last_seen) AS last_seen, max(p.reopened_count) AS reopened_count,
           min(n.into_person_id) AS into_person_id, min(p.signal_id) AS taken_from
    FROM tonight.merged_now n JOIN tonight.prior p USING (signal_id)
    GROUP BY ALL
)
SELECT p.* EXCLUDE (event) REPLACE (
           least(p.first_seen, h.first_seen) AS first_seen,
           CASE WHEN p.status = 'open' THEN least(p.opened_on, h.opened_on) ELSE coalesce(h.opened_on, p.opened_on) END AS opened_on,
           CASE WHEN p.status = 'open' THEN least(p.due_on, h.due_on) ELSE coalesce(h.due_on, p.due_on) END AS due_on,
           greatest(p.last_seen, h.last_seen) AS last_seen,
           CASE WHEN h.signal_id IS NULL THEN p.resolved_on END AS resolved_on,
           CASE WHEN h.signal_id IS NULL THEN p.status ELSE 'open' END AS status),
       p.event AS last_event, h.signal_id IS NOT NULL AS inherits
FROM tonight.prior p LEFT JOIN heir h USING (signal_id)
WHERE p.signal_id NOT IN (SELECT signal_id FROM tonight.merged_now)
UNION ALL BY NAME
SELECT p.* EXCLUDE (event) REPLACE (
           h.signal_id AS signal_id, h.into_person_id AS person_id, h.first_seen AS first_seen, h.opened_on AS opened_on,
           h.due_on AS due_on, h.last_seen AS last_seen, h.reopened_count AS reopened_count),
       NULL AS last_event, true AS inherits
FROM heir h JOIN tonight.prior p ON p.signal_id = h.taken_from
WHERE h.signal_id NOT IN (SELECT signal_id FROM tonight.prior);
-- A dismissal goes on with a signal that goes on under another person, unless that person had the same signal open already or somebody
-- has answered about it since; and only for as long as the two are one person.
CREATE OR REPLACE TABLE tonight.dismissed AS
WITH RECURSIVE merger AS (
    SELECT signal_id, into_signal_id, as_of FROM tonight.prior
    WHERE status = 'merged' AND person_id NOT IN (SELECT person_id FROM core.person)
    UNION ALL
    SELECT signal_id, into_signal_id, as_of() FROM tonight.merged_now
), earlier AS (
    SELECT m.signal_id, m.into_signal_id, m.as_of AS merged_on, arg_max(e.status, e.as_of) AS status
    FROM merger m LEFT JOIN $source.signal_event e ON e.signal_id = m.into_signal_id AND e.as_of < m.as_of
    GROUP BY ALL
), answer AS (
    SELECT signal_id, received_on AS day FROM $source.signal_feedback WHERE received_on <= as_of()
    UNION ALL
    SELECT signal_id, dismissed_on FROM $source.signal_dismissal WHERE dismissed_on <= as_of()
), heir AS (
    SELECT signal_id, into_signal_id FROM earlier e
    WHERE status IS DISTINCT FROM 'open'
      AND NOT EXISTS (SELECT 1 FROM answer a WHERE a.signal_id = e.into_signal_id AND a.day >= e.merged_on)
), gone AS (
    SELECT signal_id FROM $source.signal_dismissal
    WHERE dismissed_on <= as_of() AND ("until" IS NULL OR "until" > as_of()) AND (undone_on IS NULL OR undone_on > as_of())
    UNION
    SELECT h.into_signal_id FROM gone JOIN heir h USING (signal_id)
)
SELECT DISTINCT signal_id FROM gone;
CREATE OR REPLACE TABLE tonight.short_batch AS
SELECT * FROM (
    SELECT split_part(batch_ref, '/', 1) AS dataset, TRY_CAST(split_part(batch_ref, '/', 2) AS DATE) AS batch,
           TRY_CAST(evidence::JSON ->> '$.cases[0].batch_before' AS DATE) AS batch_before,
           TRY_CAST(evidence::JSON ->> '$.cases[0].rows_before' AS BIGINT) AS rows_before,
           TRY_CAST(evidence::JSON ->> '$.cases[0].accepted_before' AS BIGINT) AS accepted_before,
           least(TRY_CAST(evidence::JSON ->> '$.cases[0].rows_read' AS BIGINT) / rows_before,
                 TRY_CAST(evidence::JSON ->> '$.cases[0].rows_accepted' AS BIGINT) / accepted_before) AS share
    FROM tonight.prior
    WHERE rule = 'D02' AND status = 'open'
      AND signal_id NOT IN (SELECT signal_id FROM tonight.dismissed))
WHERE batch_before IS NOT NULL AND share <= 1 - param('batch_drop_share');
