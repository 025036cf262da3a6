-- Purpose: names of the files behind row keys.
-- Grain:   file of one batch.
-- Inputs:  $accepted, every batch in force or looked back at; known_batch.
INSERT INTO fact.source_file
SELECT b.dataset, b.number, b.batch, f.file_no, f.source_file
FROM (SELECT DISTINCT row_dataset(row_key) AS number, row_batch(row_key) AS batch, row_file(row_key) AS file_no, source_file
      FROM $accepted) f
JOIN known_batch b ON b.number = f.number AND b.batch = f.batch
ORDER BY ALL;
