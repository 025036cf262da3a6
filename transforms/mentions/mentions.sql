-- Purpose: mentions of a dataset whose rows carry one number.
-- Grain:   mention.
-- Inputs:  relation doudi_rows; doudi_judged, doudi_name (judged.sql).
SELECT
    mention,
    source,
    role,
    r.id_type,
    CASE WHEN j.typed IS NULL THEN r.typed ELSE j.id_text END AS id_text,
    CASE WHEN j.typed IS NULL THEN r.typed ELSE j.id18 END AS id18,
    CASE WHEN j.typed IS NOT NULL THEN j.id_status WHEN r.typed IS NULL THEN 'none' ELSE 'valid' END AS id_status,
    CASE WHEN r.typed IS NULL THEN NULL WHEN j.typed IS NULL OR j.id_found_in = 'id_number' THEN typed_in
         ELSE j.id_found_in END AS id_found_in,
    CAST(NULL AS VARCHAR) AS id_second,
    CASE WHEN n.name IS NULL THEN r.name ELSE n.folded END AS name,
    sex,
    birth_date,
    parse_phone(phone) AS phone,
    area6(county_code) AS county_code,
    household_id,
    hint
FROM doudi_rows r
LEFT JOIN doudi_judged j ON j.typed = r.typed AND j.id_type = r.id_type
LEFT JOIN doudi_name n ON n.name = r.name
