-- Purpose: who the rows of an earlier batch are, by number. A number of two people says nothing.
-- Grain:   mention of the earlier batch.
-- Inputs:  $mentions of the earlier batch; fact.person_number.
CREATE OR REPLACE TEMP TABLE past_link AS
SELECT m.mention, n.person_id
FROM $mentions m
JOIN (SELECT id18, any_value(person_id) AS person_id FROM fact.person_number GROUP BY id18 HAVING count(*) = 1) n
    USING (id18);
