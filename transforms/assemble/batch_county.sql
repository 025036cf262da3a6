-- Purpose: rows of a snapshot dataset by county, tonight and in the batch before.
-- Grain:   adds dataset and county to fact.batch_county.
-- Inputs:  $dataset; $tonight, $before: accepted rows of the two batches.
INSERT INTO fact.batch_county
SELECT '$dataset', county_code, count(*) FILTER (now), count(*) FILTER (NOT now)
FROM (SELECT area6(county_code) AS county_code, true AS now FROM $tonight
      UNION ALL SELECT area6(county_code), false FROM $before)
WHERE county_code IS NOT NULL
GROUP BY county_code;
