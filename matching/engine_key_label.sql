-- Purpose: what names a number in the answer: of its mentions the smallest label.
-- Grain: mx_key_label: a usable number (as the cluster that it is), with label.
-- Inputs: mx_in.  Parameter: label, a column of the mentions.
CREATE OR REPLACE TEMP TABLE mx_key_label AS
SELECT CAST(exact_key AS UBIGINT) AS cluster, min($label) AS label
FROM mx_in
WHERE exact_key IS NOT NULL
GROUP BY exact_key;
