-- Purpose: batches and datasets as the rules see them.
-- Grain:   fact.batch: dataset and batch; fact.dataset: dataset, newest batch in force or NULL.
-- Inputs:  known_batch (batches.sql).
CREATE TABLE fact.batch AS SELECT * EXCLUDE (number, department, mode, max_age_days) FROM known_batch;

CREATE TABLE fact.dataset AS
SELECT dataset, any_value(number) AS number, any_value(department) AS department, any_value(mode) AS mode,
       any_value(max_age_days) AS max_age_days, max(batch) FILTER (in_force) AS newest_batch
FROM known_batch GROUP BY dataset;

DROP TABLE known_batch;
