-- Purpose: a household's exit, for each covered member and, without member rows, its head.
-- Grain:   household and covered member.
-- Inputs:  core.household, core.household_member; category_title (household.sql).
SELECT coalesce(m.person_id, h.head_person_id) AS person_id, h.household_id, h.ended_on AS happened_on, 'exit' AS kind,
       '退出' || category_title(h.category) || coalesce('：' || h.end_reason, '') AS detail,
       CAST(NULL AS DECIMAL(18, 2)) AS amount, h.row_key
FROM core.household h
LEFT JOIN (SELECT DISTINCT household_id, person_id FROM core.household_member WHERE covered AND person_id IS NOT NULL) m
    USING (household_id)
