-- Purpose: the content order of the clusters that are not settled, by which new people are numbered.
-- Grain: night_cluster one row per cluster.  Inputs: night_key.
-- Two clusters that say exactly the same cannot be told apart by content; only for them does the cluster number decide.
CREATE OR REPLACE TEMP TABLE night_cluster AS
SELECT cluster, row_number() OVER (ORDER BY least_key, all_keys, cluster) AS place
FROM (SELECT cluster, min("key") AS least_key, sum("key"::HUGEINT) AS all_keys
      FROM night_key WHERE kind = 1 GROUP BY cluster);
