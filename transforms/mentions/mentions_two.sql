-- Purpose: mentions of a dataset whose rows carry two numbers of the person (school or card number beside the ID
--          number) or a guardian's number that may have been typed as the child's.
-- Grain:   mention.
-- Inputs:  doudi_cleaned, doudi_judged (judged_numbers.sql).
-- Choice:  a number equal to the guardian's is not the child's. Of two usable numbers the one that agrees better with
--          birth date and sex of the row; if both do, the ID column's. The other is kept as id_second.
WITH judged AS (
    SELECT
        c.* EXCLUDE (clean),
        CASE WHEN clean IS NOT NULL
            THEN {'text': clean, 'id18': clean, 'status': 'valid', 'found': typed_in}
            ELSE {'text': a.id_text, 'id18': a.id18, 'status': a.id_status,
                  'found': CASE WHEN a.id_found_in = 'id_number' THEN typed_in ELSE a.id_found_in END} END AS one,
        {'text': b.id_text, 'id18': b.id18, 'status': b.id_status, 'found': second_in} AS two,
        coalesce(g.id18, g.id_text) AS guardian
    FROM doudi_cleaned c
    LEFT JOIN doudi_judged a ON a.typed = CASE WHEN clean IS NULL THEN c.typed END AND a.id_type = c.id_type
    LEFT JOIN doudi_judged b ON b.typed = c.typed_second AND b.id_type = '111'
    LEFT JOIN doudi_judged g ON g.typed = c.typed_guardian AND g.id_type = '111'
), theirs AS (
    SELECT * REPLACE (
        CASE WHEN one.text IS NOT NULL AND coalesce(coalesce(one.id18, one.text) <> guardian, true) THEN one END AS one,
        CASE WHEN two.text IS NOT NULL AND coalesce(coalesce(two.id18, two.text) <> guardian, true) THEN two END AS two)
    FROM judged
), chosen AS (
    SELECT *, CASE
        WHEN one IS NULL THEN two
        WHEN two.id18 IS NULL OR two.id18 = one.id18 THEN one
        WHEN one.id18 IS NULL THEN two
        WHEN id_agrees(two.id18, birth_date, sex) > id_agrees(one.id18, birth_date, sex) THEN two
        ELSE one END AS id
    FROM theirs
)
SELECT
    mention,
    source,
    role,
    id_type,
    id.text AS id_text,
    id.id18 AS id18,
    coalesce(id.status, 'none') AS id_status,
    id.found AS id_found_in,
    CASE WHEN one.id18 <> id.id18 THEN one.id18 WHEN two.id18 <> id.id18 THEN two.id18 END AS id_second,
    name_fold(name) AS name,
    sex,
    birth_date,
    parse_phone(phone) AS phone,
    area6(county_code) AS county_code,
    household_id,
    hint
FROM chosen
