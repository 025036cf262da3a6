-- Purpose: rows put aside while a table of people was read, beside the others as they were judged.
-- Grain:   a row of doudi_read for each of doudi_odd.
-- Inputs:  doudi_read (table.sql), doudi_odd (odd.sql). Parameters: key, as in table.sql; found, id_found_in where it is asked for.
INSERT INTO doudi_read BY NAME
SELECT * EXCLUDE (body) REPLACE ($key AS exact_key)
FROM (SELECT id_body(o.id18) AS body, r.* REPLACE (false AS odd, o.name AS name, o.id18 AS id18, o.id_text AS id_text, o.id_status AS id_status$found)
      FROM (FROM doudi_read WHERE odd) r JOIN doudi_odd o ON o.mention = r.mention);

DROP TABLE doudi_odd;
