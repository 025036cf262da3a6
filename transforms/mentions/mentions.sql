-- Purpose: mentions of a dataset whose rows carry one number.
-- Grain:   mention.
-- Inputs:  doudi_cleaned, doudi_judged (judged_numbers.sql).
SELECT
    mention,
    source,
    role,
    r.id_type,
    coalesce(r.clean, j.id_text) AS id_text,
    coalesce(r.clean, j.id18) AS id18,
    CASE WHEN r.clean IS NOT NULL THEN 'valid' ELSE coalesce(j.id_status, 'none') END AS id_status,
    CASE WHEN r.clean IS NOT NULL OR j.id_found_in = 'id_number' THEN typed_in ELSE j.id_found_in END AS id_found_in,
    CAST(NULL AS VARCHAR) AS id_second,
    name_fold(name) AS name,
    sex,
    birth_date,
    parse_phone(phone) AS phone,
    area6(county_code) AS county_code,
    household_id,
    hint
FROM doudi_cleaned r
LEFT JOIN doudi_judged j ON j.typed = CASE WHEN r.clean IS NULL THEN r.typed END AND j.id_type = r.id_type
