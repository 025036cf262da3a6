-- Purpose: the table Splink works on: numbers, names, dates read by doudi's own macros, so that cleaning decides nothing.
-- Grain:   record; `unique_id` is its ordinal.
-- Inputs:  view `mention` (transforms.people_table); table `spelling` (name, simplified, sound).
-- Choice:  birth date and sex are the row's own, else lent by the number. `number` also holds what is no valid
--          number, which the comparison tells apart by `number_valid`.
CREATE OR REPLACE TABLE record AS
WITH kept AS (
    SELECT
        mention AS unique_id,
        record_id,
        coalesce(id18, id_text) AS number,
        id18 IS NOT NULL AS number_valid,
        name,
        coalesce(birth_date, CAST(try_strptime(substr(id18, 7, 8), '%Y%m%d') AS DATE)) AS birth,
        coalesce(mention.sex, CASE WHEN id18 IS NULL THEN NULL WHEN TRY_CAST(substr(id18, 17, 1) AS INTEGER) % 2 = 1 THEN 'M' ELSE 'F' END)
            AS sex,
        birth_date IS NULL AS birth_lent,
        mention.sex IS NULL AS sex_lent,
        phone,
        county_code AS county,
        household_id AS household
    FROM mention
)
SELECT
    kept.* REPLACE (coalesce(s.simplified, kept.name) AS name),
    s.sound,
    length(kept.name) AS name_length,
    regexp_replace(coalesce(s.simplified, kept.name), '[?？*□○_A-Za-z]+|[\x{E000}-\x{F8FF}]', '_', 'g') AS name_like,
    CASE WHEN length(number) = 18 THEN left(number, 6) || right(number, 4) END AS number_ends,
    CASE WHEN length(number) >= 14 THEN left(number, 14) END AS number_start
FROM kept
LEFT JOIN spelling s ON s.name = kept.name
