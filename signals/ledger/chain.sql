-- Purpose: warnings in the assistance chain (一户（人）一条救助链), beside the help that departments gave.
-- Grain: adds an event for every signal about a person or household, on the day it was first seen, and one on the day it was resolved.
-- Inputs: mart.signal.  Signals about data say nothing of what a person needs and are left out.
DELETE FROM core.assistance_chain WHERE kind = 'signal';
INSERT INTO core.assistance_chain BY NAME
SELECT CASE WHEN subject_kind = 'person' THEN person_id END AS person_id, household_id, happened_on, 'signal' AS kind, department,
       detail, NULL::DECIMAL(18, 2) AS amount, NULL::UBIGINT AS row_key
FROM (SELECT *, first_seen AS happened_on, '预警：' || title AS detail FROM mart.signal
      UNION ALL
      SELECT *, resolved_on, '预警消除：' || title FROM mart.signal WHERE resolved_on IS NOT NULL)
WHERE category <> 'data' AND status <> 'merged'
ORDER BY happened_on, signal_id, detail;
