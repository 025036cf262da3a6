-- Purpose: names of the files behind row keys.
-- Grain:   file of one batch.
INSERT INTO fact.source_file
SELECT DISTINCT $dataset, $number, row_batch(row_key), row_file(row_key), source_file FROM $accepted;
