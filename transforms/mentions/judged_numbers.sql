-- Purpose: judge every typed number that is not clean, once per distinct value.
-- Grain:   doudi_cleaned: row; doudi_judged: typed value and document type.
-- Inputs:  relation doudi_rows (rows.sql, guardians.sql).
CREATE OR REPLACE TEMP TABLE doudi_cleaned AS SELECT * FROM id_cleaned('doudi_rows');

CREATE OR REPLACE TEMP VIEW doudi_unclean AS
SELECT DISTINCT typed, id_type FROM (
    SELECT typed, id_type FROM doudi_cleaned WHERE clean IS NULL
    UNION ALL
    SELECT typed_second, '111' FROM doudi_cleaned
    UNION ALL
    SELECT typed_guardian, '111' FROM doudi_cleaned
)
WHERE typed IS NOT NULL;

CREATE OR REPLACE TEMP TABLE doudi_judged AS SELECT * FROM id_parse('doudi_unclean');
