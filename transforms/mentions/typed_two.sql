-- Purpose: the numbers typed in rows that carry several.
-- Grain:   row and number.
CREATE OR REPLACE TEMP VIEW doudi_typed AS
SELECT typed, id_type FROM doudi_rows
UNION ALL
SELECT typed_second, '111' FROM doudi_rows WHERE typed_second IS NOT NULL
UNION ALL
SELECT typed_guardian, '111' FROM doudi_rows WHERE typed_guardian IS NOT NULL;
