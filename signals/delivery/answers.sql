-- Purpose: the last answer about each signal, in words.  What was answered about a signal that ended because its person turned out
--   to be another goes on with that person's, unless they are two again.
-- Grain: delivery_answer (signal_id, answer): a signal about which somebody answered.
-- Inputs: $ledger.signal_feedback, $ledger.signal_event; variables delivery_as_of, delivery_departments, delivery_outcomes.
CREATE OR REPLACE TEMP TABLE delivery_answer AS
WITH RECURSIVE event AS (
    SELECT signal_id, as_of, event, into_signal_id FROM $ledger.signal_event WHERE as_of <= getvariable('delivery_as_of')
), merger AS (
    SELECT signal_id, into_signal_id FROM event m
    WHERE event = 'merged' AND NOT EXISTS (SELECT 1 FROM event l WHERE l.signal_id = m.signal_id AND l.as_of > m.as_of)
), given AS (
    SELECT signal_id, received_on, outcome, department, note FROM $ledger.signal_feedback
    WHERE received_on <= getvariable('delivery_as_of')
), said AS (
    FROM given
    UNION   -- no row twice, so that the way ends
    SELECT m.into_signal_id, s.received_on, s.outcome, s.department, s.note FROM said s JOIN merger m USING (signal_id)
)
SELECT signal_id, received_on || ' ' || coalesce(getvariable('delivery_departments')[department], '')
    || coalesce(getvariable('delivery_outcomes')[outcome], outcome) || coalesce('：' || note, '') AS answer
FROM said
QUALIFY row_number() OVER (PARTITION BY signal_id ORDER BY received_on DESC, outcome, note, department) = 1;
