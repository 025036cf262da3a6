-- Purpose: judge every number typed in rows that carry several, and fold every name that is not clean, once per value.
-- Grain:   typed value and document type; a value that is not here is clean: a valid number as it stands.
-- Inputs:  relation doudi_rows: typed, id_type, typed_second, typed_guardian, name.
CREATE OR REPLACE TEMP VIEW doudi_several AS
SELECT typed, id_type FROM doudi_rows
UNION ALL
SELECT typed_second, '111' FROM doudi_rows WHERE typed_second IS NOT NULL
UNION ALL
SELECT typed_guardian, '111' FROM doudi_rows WHERE typed_guardian IS NOT NULL;

-- Grouping by an expression, not filtering: a filter would be pushed down and work the check out many times over.
CREATE OR REPLACE TEMP TABLE doudi_unclean AS
SELECT CASE WHEN clean IS NULL THEN typed END AS typed, CASE WHEN clean IS NULL THEN id_type END AS id_type
FROM id_cleaned('doudi_several')
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE doudi_judged AS SELECT * FROM id_parse('doudi_unclean') WHERE typed IS NOT NULL;

DROP TABLE doudi_unclean;

CREATE OR REPLACE TEMP TABLE doudi_name AS
SELECT name, name_fold(name) AS folded
FROM (SELECT CASE WHEN name_is_clean(name) THEN NULL ELSE name END AS name FROM doudi_rows GROUP BY ALL);
