-- Purpose: core.household and core.household_member; titles of categories for the chain.
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

CREATE OR REPLACE TEMP MACRO category_title(code) AS CASE code
    WHEN '110' THEN '城市低保' WHEN '120' THEN '农村低保' WHEN '131' THEN '特困（分散供养）' WHEN '132' THEN '特困（集中供养）'
    WHEN '600' THEN '低保边缘' WHEN '650' THEN '刚性支出困难' WHEN '660' THEN '其他低收入' ELSE coalesce(code, '') END;
