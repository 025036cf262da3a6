-- Purpose: of each column that is read as more than text, how many of the first rows fill it and how many of those are not understood.
-- Grain:   one row per column: name, filled, unread.
-- Inputs:  $rows with file_row_number; $birth_date, $sex: the columns as text. Parameter: first, how many rows are looked at.
WITH looked_at AS (
    SELECT trim($birth_date) AS birth_date, trim($sex) AS sex FROM $rows WHERE file_row_number < $first
)
SELECT 'birth_date' AS name, count(*) FILTER (birth_date <> '') AS filled,
    count(*) FILTER (birth_date <> '' AND parse_date(birth_date) IS NULL) AS unread
FROM looked_at
UNION ALL
SELECT 'sex', count(*) FILTER (sex <> ''), count(*) FILTER (sex NOT IN ('', '0', '9') AND parse_sex(sex) IS NULL) FROM looked_at;
