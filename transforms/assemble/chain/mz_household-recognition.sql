-- Purpose: recognition of a household as low-income, for each covered member and, without member rows, its head.
-- Grain:   household and covered member.
-- Inputs:  core.household, core.household_member; category_title (household.sql).
SELECT coalesce(m.person_id, h.head_person_id) AS person_id, h.household_id, h.approved_on AS happened_on,
       'recognition' AS kind, '认定' || category_title(h.category) AS detail, CAST(NULL AS DECIMAL(18, 2)) AS amount, h.row_key
FROM core.household h
LEFT JOIN (SELECT DISTINCT household_id, person_id FROM core.household_member WHERE covered AND person_id IS NOT NULL) m
    USING (household_id)
