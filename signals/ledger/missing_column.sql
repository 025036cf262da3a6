-- Purpose: columns that the newest batch of a dataset lacks, left out or empty throughout, and the batch that had them.
-- Grain: tonight.missing_column a dataset and column; filled_in is NULL where nobody misses it.
-- Inputs: fact.column_absent; $source.signal_missing_column, what the night before found; tonight.last_night, tonight.dismissed.
-- Of a snapshot few earlier batches are at hand, so the ledger keeps which batch had a column, for a quarter.  A person who
-- dismisses D02 of a batch says that it and those after it are as they should be.
CREATE OR REPLACE TABLE tonight.missing_column AS
WITH measured AS (
    SELECT c.dataset, c.column_name, c.batch, c.delivered, coalesce(c.filled_in, k.filled_in) AS filled_in
    FROM fact.column_absent c
    LEFT JOIN (SELECT * FROM $source.signal_missing_column WHERE as_of = (SELECT as_of FROM tonight.last_night)) k
           ON k.dataset = c.dataset AND k.column_name = c.column_name
              AND (k.batch = c.batch OR k.filled_in >= c.batch - 92)
), accepted AS (
    SELECT DISTINCT dataset, column_name
    FROM measured JOIN tonight.dismissed
      ON signal_id > 'D02-' || dataset || '/' || filled_in AND signal_id <= 'D02-' || dataset || '/' || batch
)
SELECT m.* REPLACE (CASE WHEN a.dataset IS NULL THEN filled_in END AS filled_in)
FROM measured m LEFT JOIN accepted a USING (dataset, column_name);
