-- Purpose: rows put aside while a table of people was read, beside the others: their numbers judged, their names folded.
-- Grain:   a row of doudi_read for each that is odd there.
-- Inputs:  doudi_read (table.sql). Parameters: key, as in table.sql; found, id_found_in where it is asked for.
CREATE OR REPLACE TEMP VIEW doudi_aside AS FROM doudi_read WHERE odd;

CREATE OR REPLACE TEMP VIEW doudi_typed AS
SELECT DISTINCT id_text AS typed, id_status AS id_type FROM doudi_aside WHERE id_text IS NOT NULL;

CREATE OR REPLACE TEMP TABLE doudi_judged AS SELECT * FROM id_parse('doudi_typed');

INSERT INTO doudi_read BY NAME
SELECT * EXCLUDE (body) REPLACE ($key AS exact_key)
FROM (SELECT id_body(j.id18) AS body,
          r.* REPLACE (false AS odd, j.id18 AS id18, j.id_text AS id_text, coalesce(j.id_status, 'none') AS id_status$found)
      FROM name_folded('doudi_aside') r LEFT JOIN doudi_judged j ON j.typed = r.id_text AND j.id_type = r.id_status);

DROP VIEW doudi_typed;
DROP VIEW doudi_aside;
DROP TABLE doudi_judged;
