-- Purpose: core.household and core.household_member.
-- Grain:   household; member row.
-- Inputs:  any_mz_household (person_id is its head), any_mz_member; $as_of.
-- In force: approved on or before the as-of date and not ended by it. A member whose `covered` was not delivered
--           counts as covered: leaving that out must accuse nobody of a gap.
INSERT INTO core.household BY NAME
SELECT * EXCLUDE (person_id), person_id AS head_person_id,
       coalesce(approved_on <= $as_of AND (ended_on IS NULL OR ended_on > $as_of), false) AS in_force
FROM any_mz_household;

INSERT INTO core.household_member BY NAME
SELECT * REPLACE (coalesce(covered = 'Y', true) AS covered) FROM any_mz_member;
