-- Purpose: a table of people, read once; rows whose number or name is not clean as it stands are put aside, to be judged.
-- Grain:   doudi_read: a row. Where `odd` is set, id_text and id_status hold number and document type as they were typed; else
--          they are there only where they are not id18 and `valid`.
--          record_key: a number of record_id alone; mentions_from_table sees to it that no two are the same.
--          A row without a key is odd too, so that those with a key are found together.
-- Inputs:  relation doudi_rows. Parameters: taken, columns as they are; key, SQL of exact_key over id18 and body.
CREATE OR REPLACE TEMP TABLE doudi_read AS
SELECT mention, record_id, CAST(hash(record_id) >> 1 AS BIGINT) AS record_key, odd, name, clean AS id18, exact_key,
    CASE WHEN odd THEN typed END AS id_text, CASE WHEN odd THEN id_type_code(id_type) END AS id_status,
    $taken
FROM (SELECT *, exact_key IS NULL OR NOT coalesce(name_is_clean(name), false) AS odd
      FROM (SELECT *, $key AS exact_key FROM (SELECT *, clean AS id18 FROM id_cleaned('doudi_rows'))));
