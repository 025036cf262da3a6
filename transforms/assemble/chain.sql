-- Purpose: core.assistance_chain: the events of help that one dataset records, up to the as-of date.
-- Grain:   event.
-- Inputs:  the events: a select of person_id, household_id, happened_on, kind, detail, amount, row_key; fact.dataset; $as_of.
INSERT INTO core.assistance_chain BY NAME
SELECT e.*, d.department
FROM (
$events
) e, fact.dataset d
WHERE d.dataset = '$dataset' AND happened_on <= $as_of AND (person_id IS NOT NULL OR household_id IS NOT NULL);
