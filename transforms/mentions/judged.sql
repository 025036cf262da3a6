-- Purpose: judge every typed number and fold every name that is not clean, once per distinct value.
-- Grain:   typed value and document type; a value that is not here is clean: a valid number as it stands.
-- Inputs:  relations doudi_typed: typed, id_type; doudi_rows: name.
-- Grouping by an expression, not filtering: a filter would be pushed down and work the check out many times over.
CREATE OR REPLACE TEMP TABLE doudi_unclean AS
SELECT CASE WHEN clean IS NULL THEN typed END AS typed, CASE WHEN clean IS NULL THEN id_type END AS id_type
FROM id_cleaned('doudi_typed')
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE doudi_judged AS SELECT * FROM id_parse('doudi_unclean') WHERE typed IS NOT NULL;

DROP TABLE doudi_unclean;

CREATE OR REPLACE TEMP TABLE doudi_name AS
SELECT name, name_fold(name) AS folded
FROM (SELECT CASE WHEN name_is_clean(name) THEN NULL ELSE name END AS name FROM doudi_rows GROUP BY ALL);
