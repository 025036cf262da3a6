-- Purpose: the rows of an accepted batch, as people named in a role; nothing judged yet.
-- Grain:   a mention of the row itself (self, head, lead).
-- Inputs:  {accepted} Parquet; the expressions of transforms/mentions/sources.py.
SELECT
    row_key AS mention,
    '{dataset}' AS source,
    '{role}' AS role,
    id_type_code({id_type}) AS id_type,
    CAST({number} AS VARCHAR) AS typed,
    '{number_in}' AS typed_in,
    CAST({second} AS VARCHAR) AS typed_second,
    CAST({second_in} AS VARCHAR) AS second_in,
    CAST({not_theirs} AS VARCHAR) AS typed_guardian,
    CAST({name} AS VARCHAR) AS name,
    CAST({sex} AS VARCHAR) AS sex,
    CAST({birth_date} AS DATE) AS birth_date,
    CAST({phone} AS VARCHAR) AS phone,
    CAST(county_code AS VARCHAR) AS county_code,
    CAST({household_id} AS VARCHAR) AS household_id,
    CAST({hint} AS VARCHAR) AS hint
FROM read_parquet('{accepted}')
