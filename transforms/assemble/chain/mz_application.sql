-- Purpose: applications and what was decided.
-- Grain:   application.
-- Inputs:  fact.mz_application; category_title (household.sql).
SELECT person_id, CAST(NULL AS VARCHAR) AS household_id, applied_on AS happened_on, 'application' AS kind,
       '申请' || category_title(category) || CASE decision WHEN 'approved' THEN '：批准' WHEN 'rejected' THEN '：不予批准'
                                                    WHEN 'pending' THEN '：办理中' ELSE '' END
       || coalesce(strftime(decided_on, '（%Y-%m-%d）'), '') AS detail,
       CAST(NULL AS DECIMAL(18, 2)) AS amount, row_key
FROM fact.mz_application
