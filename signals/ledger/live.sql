-- Purpose: every signal as it stands after tonight, and what that changes in the ledger.
-- Grain: tonight.life one row per signal.
-- Inputs: tonight.before, tonight.prior, tonight.merged_now, tonight.fired_full (tonight's subjects with evidence),
-- tonight.rule_night (rule, evaluated, holds), tonight.held (rule, county_code).
-- A rule that was not evaluated, not for that county, or on doubtful batches leaves its signals as they were; those of a rule that is
-- no longer there end.
CREATE OR REPLACE TABLE tonight.life AS
WITH joined AS (
    SELECT signal_id, f.signal_id IS NOT NULL AS fired, b.signal_id IS NOT NULL AS known, b.status = 'open' AS was_open,
           coalesce(b.inherits, false) AS inherits, b.last_event,
           n.rule IS NULL OR n.evaluated AND NOT n.holds AND h.rule IS NULL AS judged,
           f AS now, b AS old
    FROM tonight.fired_full f
    FULL JOIN tonight.before b USING (signal_id)
    LEFT JOIN tonight.rule_night n ON n.rule = b.rule
    LEFT JOIN tonight.held h ON h.rule = b.rule AND h.county_code = b.county_code
), turned AS (
    SELECT *, CASE WHEN fired AND NOT known THEN 'opened'
                   WHEN fired AND NOT was_open THEN 'reopened'
                   WHEN fired AND inherits THEN 'inherited'
                   WHEN fired AND last_event = 'carried' THEN 'seen'
                   WHEN fired OR NOT was_open THEN NULL
                   WHEN judged THEN 'resolved'
                   WHEN inherits OR last_event <> 'carried' THEN 'carried' END AS event
    FROM joined
    WHERE NOT (inherits AND NOT fired AND judged AND last_event IS NULL)
)
SELECT signal_id, event, coalesce(now.rule, old.rule) AS rule, coalesce(now.title, old.title) AS title,
       coalesce(now.category, old.category) AS category, coalesce(now.subject_kind, old.subject_kind) AS subject_kind,
       coalesce(now.person_id, old.person_id) AS person_id, CASE WHEN fired THEN now.household_id ELSE old.household_id END AS household_id,
       coalesce(now.batch_ref, old.batch_ref) AS batch_ref, coalesce(now.department, old.department) AS department,
       CASE WHEN fired THEN now.county_code ELSE old.county_code END AS county_code,
       coalesce(now.severity, old.severity) AS severity,
       CASE WHEN fired THEN 'open' WHEN event = 'resolved' THEN 'resolved' ELSE old.status END AS status,
       coalesce(old.first_seen, as_of()) AS first_seen,
       CASE WHEN event IN ('opened', 'reopened') THEN as_of() ELSE old.opened_on END AS opened_on,
       CASE WHEN fired THEN as_of() ELSE old.last_seen END AS last_seen,
       CASE WHEN event IN ('opened', 'reopened') THEN now.due_on ELSE old.due_on END AS due_on,
       CASE WHEN fired THEN NULL WHEN event = 'resolved' THEN as_of() ELSE old.resolved_on END AS resolved_on,
       CASE WHEN event = 'opened' THEN 0 WHEN event = 'reopened' THEN old.reopened_count + 1 ELSE old.reopened_count END AS reopened_count,
       coalesce(now.identity_uncertain, old.identity_uncertain) AS identity_uncertain,
       coalesce(now.evidence, old.evidence) AS evidence, old.into_signal_id AS into_signal_id
FROM turned
UNION ALL BY NAME
SELECT p.* EXCLUDE (as_of, run_id, event) REPLACE ('merged' AS status, n.into_signal_id AS into_signal_id), 'merged' AS event
FROM tonight.merged_now n JOIN tonight.prior p USING (signal_id);
