-- Purpose: the assistance chain of one person (一人一条救助链), with what his or her households received as a whole.
-- Grain: an event.  Inputs: core.assistance_chain, core.household_member; $person.
SELECT happened_on, department, detail, amount
FROM core.assistance_chain
WHERE person_id = $person
   OR (person_id IS NULL AND household_id IN (SELECT household_id FROM core.household_member WHERE person_id = $person))
ORDER BY happened_on, department, detail, amount, row_key
