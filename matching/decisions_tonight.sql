-- Purpose: reviewers' decisions in force, resolved to tonight's mentions by what the records say.
-- Grain: $target one row per pair of mentions (mention_a, mention_b, verdict, decision_id).
-- Inputs: $ledger.review_decision, $ledger.review_anchor, $mentions.  Parameters: target, the table to make; counts, the condition that
--   a decision counts tonight.
-- A record is found again by its whole content; if nothing says that tonight, by its identity (number, name, birth date:
-- identity_key, absent for a record that says too little); if nothing says that either, by number and name, unless the other record
-- bears both too: the row that was decided on may be one without a birth date, such as a head's in mz_household.
-- `same` ties all rows of both records to one of them; `not_same` names every pair across, since either row may be the one that
-- pulls two people together.
CREATE OR REPLACE TEMP TABLE decision_record AS
WITH live AS (
    SELECT a.* FROM $ledger.review_anchor a JOIN $ledger.review_decision d USING (decision_id) WHERE $counts
), names AS (
    SELECT DISTINCT name FROM live
), said AS (   -- only mentions bearing a name of some decision: few
    SELECT m.mention, m.id18, m.name,
        content_key(m.source, m.role, m.id_type, m.id_text, m.id18, m.id_second, m.name, m.sex, m.birth_date, m.phone,
                    m.county_code, m.household_id) AS content_key,
        identity_key(m.id_text, m.id18, m.name, m.birth_date) AS identity_key
    FROM $mentions m JOIN names n ON m.name IS NOT DISTINCT FROM n.name
), found AS (
    SELECT l.decision_id, l.side, s.mention, 1 AS step FROM live l JOIN said s USING (content_key)
    UNION ALL
    SELECT l.decision_id, l.side, s.mention, 2 FROM live l JOIN said s USING (identity_key)
    UNION ALL
    SELECT l.decision_id, l.side, s.mention, 3 FROM live l JOIN said s USING (id18, name)
    JOIN live o ON o.decision_id = l.decision_id AND o.side <> l.side
    WHERE o.id18 IS DISTINCT FROM l.id18 OR o.name IS DISTINCT FROM l.name
)
SELECT DISTINCT decision_id, side, mention FROM found
QUALIFY step = min(step) OVER (PARTITION BY decision_id, side);

CREATE OR REPLACE TEMP TABLE $target AS
WITH first_of AS (
    SELECT decision_id, min(mention) AS first FROM decision_record WHERE side = 'a' GROUP BY decision_id
), both_found AS (
    SELECT decision_id FROM decision_record GROUP BY decision_id HAVING count(DISTINCT side) = 2
)
SELECT f.first AS mention_a, r.mention AS mention_b, 'same' AS verdict, decision_id
FROM decision_record r JOIN first_of f USING (decision_id)
JOIN $ledger.review_decision d USING (decision_id) SEMI JOIN both_found USING (decision_id)
WHERE d.verdict = 'same' AND r.mention <> f.first
UNION
SELECT a.mention, b.mention, 'not_same', decision_id
FROM decision_record a JOIN decision_record b USING (decision_id)
JOIN $ledger.review_decision d USING (decision_id)
WHERE a.side = 'a' AND b.side = 'b' AND d.verdict = 'not_same' AND a.mention <> b.mention
ORDER BY ALL;
