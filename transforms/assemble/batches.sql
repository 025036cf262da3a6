-- Purpose: what is known of every checked batch; tables of `fact` about batches.
-- Grain:   dataset and batch; fact.source_file: file of a batch in force or looked back at.
--          fact.column_absent: an optional column that the newest batch in force lacks, or has without a value in any row (delivered);
--          filled_in: the batch that had it, where its absence cannot be chance.
-- Inputs:  none: the tables are made empty, to be filled by facts.py, source_files.sql and batch_county.sql.
CREATE OR REPLACE TEMP TABLE known_batch (
    dataset VARCHAR, batch DATE, status VARCHAR, rows_read BIGINT, rows_accepted BIGINT, rows_quarantined BIGINT,
    blank_ids BIGINT, unmapped_codes BIGINT, in_force BOOLEAN,
    number INTEGER, department VARCHAR, mode VARCHAR, max_age_days INTEGER);

CREATE TABLE fact.source_file (dataset VARCHAR, number INTEGER, batch DATE, file_no INTEGER, source_file VARCHAR);
CREATE TABLE fact.batch_county (dataset VARCHAR, county_code VARCHAR, rows_accepted BIGINT, rows_before BIGINT);
CREATE TABLE fact.column_absent (dataset VARCHAR, column_name VARCHAR, batch DATE, delivered BOOLEAN, filled_in DATE);
