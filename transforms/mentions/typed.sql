-- Purpose: the numbers typed in rows that carry one.
-- Grain:   row.
CREATE OR REPLACE TEMP VIEW doudi_typed AS SELECT typed, id_type FROM doudi_rows;
