-- Purpose: take checked answers of departments over; none is taken twice.
-- Grain: new_answer one answer that the ledger does not hold yet.
-- Inputs: answer (signal_id, day, result, department, note, who, "until"); $ledger.
-- A dismissal ends with the next answer about the signal, in whatever order the answers come in; of the same day, the answer that
-- comes in later is the next.
CREATE OR REPLACE TEMP TABLE new_answer AS
SELECT DISTINCT * FROM answer a
WHERE NOT EXISTS (
        SELECT 1 FROM $ledger.signal_feedback f
        WHERE f.signal_id = a.signal_id AND f.received_on = a.day AND f.outcome = a.result
          AND f.note IS NOT DISTINCT FROM a.note AND f.given_by IS NOT DISTINCT FROM a.who)
  AND NOT EXISTS (
        SELECT 1 FROM $ledger.signal_dismissal d
        WHERE a.result = 'dismissed' AND d.signal_id = a.signal_id AND d.dismissed_on = a.day
          AND d."until" IS NOT DISTINCT FROM a."until" AND d.reason = a.note AND d.dismissed_by = a.who);
UPDATE $ledger.signal_dismissal AS d SET undone_on = d.dismissed_on
FROM new_answer n WHERE n.signal_id = d.signal_id AND n.day = d.dismissed_on;
INSERT INTO $ledger.signal_feedback (signal_id, received_on, outcome, department, note, given_by)
SELECT signal_id, day, result, department, note, who FROM new_answer WHERE result <> 'dismissed' ORDER BY ALL;
INSERT INTO $ledger.signal_dismissal (signal_id, dismissed_on, "until", reason, dismissed_by)
SELECT signal_id, day, "until", note, who FROM new_answer WHERE result = 'dismissed' ORDER BY ALL;
UPDATE $ledger.signal_dismissal AS d SET undone_on = n.day
FROM (
    SELECT d.signal_id, d.dismissed_on, min(later.day) AS day
    FROM $ledger.signal_dismissal d
    JOIN (SELECT signal_id, received_on AS day FROM $ledger.signal_feedback
          UNION ALL SELECT signal_id, dismissed_on FROM $ledger.signal_dismissal) later
      ON later.signal_id = d.signal_id AND later.day > d.dismissed_on
    WHERE d.signal_id IN (SELECT signal_id FROM new_answer)
    GROUP BY ALL
) n
WHERE n.signal_id = d.signal_id AND n.dismissed_on = d.dismissed_on AND coalesce(d.undone_on > n.day, true);
