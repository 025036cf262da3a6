-- Purpose: the signals open tonight, for rules that count signals (Y01); dismissed ones are not open.
-- Grain: one signal.
-- Inputs: tonight.fired, tonight.rule, tonight.before, tonight.rule_night, tonight.held, tonight.dismissed.
CREATE OR REPLACE TABLE tonight.open_signal AS
WITH live AS (
    SELECT f.signal_id, f.rule, r.category, r.subject_kind, f.person_id, f.household_id, f."rows"
    FROM tonight.fired f JOIN tonight.rule r ON r.code = f.rule
    UNION ALL
    SELECT b.signal_id, b.rule, b.category, b.subject_kind, b.person_id, b.household_id, []::UBIGINT[]
    FROM tonight.before b LEFT JOIN tonight.rule_night n USING (rule)
    LEFT JOIN tonight.held h ON h.rule = b.rule AND h.county_code = b.county_code
    WHERE b.status = 'open' AND b.rule IN (SELECT code FROM tonight.rule) AND b.signal_id NOT IN (SELECT signal_id FROM tonight.fired)
      AND NOT coalesce(n.evaluated AND NOT n.holds AND h.rule IS NULL, false)
)
SELECT * FROM live
WHERE signal_id NOT IN (SELECT signal_id FROM tonight.dismissed);
