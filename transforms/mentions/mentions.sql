-- Purpose: mentions of a dataset whose rows carry one number.
-- Grain:   mention.
-- Inputs:  relation doudi_rows; doudi_odd (odd.sql). A row that is not there has a valid number as it stands, or none.
SELECT
    mention,
    source,
    role,
    id_type,
    CASE WHEN o.mention IS NULL THEN typed ELSE o.id_text END AS id_text,
    CASE WHEN o.mention IS NULL THEN typed ELSE o.id18 END AS id18,
    CASE WHEN o.mention IS NOT NULL THEN o.id_status WHEN typed IS NULL THEN 'none' ELSE 'valid' END AS id_status,
    CASE WHEN o.mention IS NOT NULL AND (o.id_found_in IS NULL OR o.id_found_in <> 'id_number') THEN o.id_found_in
         WHEN typed IS NOT NULL THEN typed_in END AS id_found_in,
    CAST(NULL AS VARCHAR) AS id_second,
    CASE WHEN o.mention IS NULL THEN r.name ELSE o.name END AS name,
    sex,
    birth_date,
    parse_phone(phone) AS phone,
    area6(county_code) AS county_code,
    household_id,
    hint
FROM doudi_rows r
LEFT JOIN doudi_odd o USING (mention)
