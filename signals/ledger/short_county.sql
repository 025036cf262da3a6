-- Purpose: counties of which a snapshot's batch in force has far fewer rows than the batch before, as D02 finds it of whole batches.
-- Grain: tonight.short_county a dataset and county, with the batch and rows it is compared with.
-- Inputs: fact.batch, fact.batch_county, fact.dataset; $source.signal_short_county, what the night before found; tonight.last_night, tonight.dismissed;
--   param('batch_drop_share').
-- A fall must be more than chance (two standard deviations of a count).  A batch that lacked a county is no measure of it for the
-- next one: that is compared with what the one before it was compared with, for a quarter at most, and not where a person said that
-- the batch is as it should be; then the county has fewer rows.
CREATE OR REPLACE TABLE tonight.short_county AS
WITH newest AS (
    SELECT dataset, max(batch) AS batch, max(batch, 2)[2] AS batch_before
    FROM fact.batch JOIN fact.dataset USING (dataset)
    WHERE mode = 'snapshot' AND rows_read IS NOT NULL AND status <> 'refused' AND batch <= as_of()
    GROUP BY dataset
), known AS (
    SELECT s.dataset, s.county_code, s.rows_before, s.batch_before
    FROM $source.signal_short_county s JOIN newest n USING (dataset)
    WHERE s.as_of = (SELECT as_of FROM tonight.last_night) AND (s.batch = n.batch OR s.batch < n.batch AND s.batch_before >= n.batch - 92)
      AND 'D02-' || s.dataset || '/' || s.batch NOT IN (SELECT signal_id FROM tonight.dismissed)
), compared AS (
    SELECT dataset, n.batch, county_code, coalesce(c.rows_accepted, 0) AS rows_accepted,
           coalesce(k.rows_before, c.rows_before) AS rows_before, coalesce(k.batch_before, n.batch_before) AS batch_before
    FROM fact.batch_county c FULL JOIN known k USING (dataset, county_code) JOIN newest n USING (dataset)
)
SELECT * FROM compared
WHERE rows_accepted <= (1 - param('batch_drop_share')) * rows_before AND rows_before - rows_accepted >= 2 * sqrt(rows_before)
  AND batch_before IS NOT NULL;
