-- Purpose: the links of one dataset's mentions: those whose key begins with its number.
-- Grain:   mention.
-- Inputs:  $links (matching). Parameter: number, of the dataset.
CREATE OR REPLACE TEMP TABLE tonight_link AS
SELECT mention, person_id FROM $links
WHERE mention BETWEEN row_key($number, 0, DATE '1970-01-01', 0, 0)
                  AND row_key($number, 0, DATE '1970-01-01', 0, 0) + 576460752303423487;
