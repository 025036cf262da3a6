-- Purpose: mentions of a dataset whose rows carry two numbers of the person (school or card number beside the ID
--          number) or a guardian's number that may have been typed as the child's.
-- Grain:   mention.
-- Inputs:  relation doudi_rows; doudi_judged, doudi_name (judged.sql).
-- Choice:  a number equal to the guardian's is not the child's. Of two usable numbers the one that agrees better with
--          birth date and sex of the row; if both do, the ID column's. The other is kept as id_second.
WITH judged AS (
    SELECT
        r.*,
        CASE WHEN a.typed IS NULL
            THEN {'text': r.typed, 'id18': r.typed, 'status': 'valid', 'found': typed_in}
            ELSE {'text': a.id_text, 'id18': a.id18, 'status': a.id_status,
                  'found': CASE WHEN a.id_found_in = 'id_number' THEN typed_in ELSE a.id_found_in END} END AS one,
        CASE WHEN b.typed IS NULL
            THEN {'text': r.typed_second, 'id18': r.typed_second, 'status': 'valid', 'found': second_in}
            ELSE {'text': b.id_text, 'id18': b.id18, 'status': b.id_status, 'found': second_in} END AS two,
        CASE WHEN g.typed IS NULL THEN r.typed_guardian ELSE coalesce(g.id18, g.id_text) END AS guardian
    FROM doudi_rows r
    LEFT JOIN doudi_judged a ON a.typed = r.typed AND a.id_type = r.id_type
    LEFT JOIN doudi_judged b ON b.typed = r.typed_second AND b.id_type = '111'
    LEFT JOIN doudi_judged g ON g.typed = r.typed_guardian AND g.id_type = '111'
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
    CASE WHEN n.name IS NULL THEN c.name ELSE n.folded END AS name,
    sex,
    birth_date,
    parse_phone(phone) AS phone,
    area6(county_code) AS county_code,
    household_id,
    hint
FROM chosen c
LEFT JOIN doudi_name n ON n.name = c.name
