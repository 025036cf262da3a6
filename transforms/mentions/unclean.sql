-- Purpose: the rows whose number or name is not clean as it stands; few, so that the others are passed on untouched.
-- Grain:   doudi_unclean: mention.
-- Inputs:  relation doudi_rows: mention, typed, id_type, name.
CREATE OR REPLACE TEMP TABLE doudi_unclean AS
SELECT mention, typed, id_type, name
FROM (SELECT *, clean IS NULL AND typed IS NOT NULL OR NOT coalesce(name_is_clean(name), true) AS odd FROM id_cleaned('doudi_rows'))
WHERE odd;
