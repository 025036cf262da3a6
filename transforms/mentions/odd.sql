-- Purpose: numbers and names that are not clean as they stand, judged and folded.
-- Grain:   doudi_odd: mention.
-- Inputs:  relation doudi_unclean: mention, typed, id_type, name.
CREATE OR REPLACE TEMP TABLE doudi_typed AS SELECT DISTINCT typed, id_type FROM doudi_unclean WHERE typed IS NOT NULL;

CREATE OR REPLACE TEMP TABLE doudi_judged AS SELECT * FROM id_parse('doudi_typed');

CREATE OR REPLACE TEMP TABLE doudi_folded AS SELECT mention, name FROM name_folded('doudi_unclean');

CREATE OR REPLACE TEMP TABLE doudi_odd AS
SELECT mention, j.id_text, j.id18, coalesce(j.id_status, 'none') AS id_status, j.id_found_in, n.name
FROM doudi_unclean u JOIN doudi_folded n USING (mention)
LEFT JOIN doudi_judged j ON j.typed = u.typed AND j.id_type = u.id_type;

DROP TABLE doudi_typed;
DROP TABLE doudi_judged;
DROP TABLE doudi_folded;
DROP TABLE doudi_unclean;
