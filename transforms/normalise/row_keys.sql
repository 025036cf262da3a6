-- Purpose: the number of a source row, and its parts (bit layout: docs/inside.md, "Row keys").
-- Grain:   scalar macros.
-- Inputs:  dataset_no 1-30; role_bit 0 the row itself, 1 the guardian on it; batch DATE (1970 to 2059); file_no from 0;
--          source_row from 1.

CREATE OR REPLACE TEMP MACRO row_key(dataset_no, role_bit, batch, file_no, source_row) AS
    CAST(dataset_no AS UBIGINT) * 576460752303423488
    + CAST(role_bit AS UBIGINT) * 288230376151711744
    + CAST(date_diff('day', DATE '1970-01-01', CAST(batch AS DATE)) AS UBIGINT) * 8796093022208
    + CAST(file_no AS UBIGINT) * 4294967296
    + CAST(source_row AS UBIGINT);

CREATE OR REPLACE TEMP MACRO row_dataset(k) AS CAST(CAST(k AS UBIGINT) >> 59 AS INTEGER);
CREATE OR REPLACE TEMP MACRO row_role(k) AS CAST((CAST(k AS UBIGINT) >> 58) & 1 AS INTEGER);
CREATE OR REPLACE TEMP MACRO row_batch(k) AS DATE '1970-01-01' + CAST((CAST(k AS UBIGINT) >> 43) & 32767 AS INTEGER);
CREATE OR REPLACE TEMP MACRO row_file(k) AS CAST((CAST(k AS UBIGINT) >> 32) & 2047 AS INTEGER);
CREATE OR REPLACE TEMP MACRO row_number_in_file(k) AS CAST(CAST(k AS UBIGINT) & 4294967295 AS BIGINT);
