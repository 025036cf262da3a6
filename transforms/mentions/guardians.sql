-- Purpose: the guardians named on the rows of an accepted batch: a number, and nothing else of theirs.
-- Grain:   a row that names one; role bit set in its key.
-- Inputs:  {accepted} Parquet of {dataset}; {guardian}, the column.
SELECT
    row_key + 288230376151711744 AS mention,
    '{dataset}' AS source,
    'guardian' AS role,
    '111' AS id_type,
    CAST({guardian} AS VARCHAR) AS typed,
    '{guardian}' AS typed_in,
    CAST(NULL AS VARCHAR) AS typed_second,
    CAST(NULL AS VARCHAR) AS second_in,
    CAST(NULL AS VARCHAR) AS typed_guardian,
    CAST(NULL AS VARCHAR) AS name,
    CAST(NULL AS VARCHAR) AS sex,
    CAST(NULL AS DATE) AS birth_date,
    CAST(NULL AS VARCHAR) AS phone,
    CAST(NULL AS VARCHAR) AS county_code,
    CAST(NULL AS VARCHAR) AS household_id,
    CAST(NULL AS VARCHAR) AS hint
FROM read_parquet('{accepted}')
WHERE fold_text({guardian}) IS NOT NULL
