-- Purpose: the edition for a county: its people in full, and nobody else.
-- Grain:   that of every table of the warehouse.
-- Inputs:  the published warehouse, attached as `whole`.  Variable: audience_key, the county's code.
-- Rows in quarantine belong to no person, and so to no county.
CREATE OR REPLACE TEMP TABLE ours AS
SELECT person_id FROM whole.core.person WHERE county_code = getvariable('audience_key');

INSERT INTO core.person BY NAME FROM whole.core.person SEMI JOIN ours USING (person_id);
INSERT INTO core.person_number BY NAME FROM whole.core.person_number SEMI JOIN ours USING (person_id);
INSERT INTO core.person_link BY NAME FROM whole.core.person_link SEMI JOIN ours USING (person_id);
INSERT INTO core.low_income BY NAME FROM whole.core.low_income SEMI JOIN ours USING (person_id);

INSERT INTO core.household BY NAME
SELECT h.* REPLACE (o.person_id AS head_person_id)
FROM whole.core.household h LEFT JOIN ours o ON o.person_id = h.head_person_id
WHERE h.county_code = getvariable('audience_key');
INSERT INTO core.household_member BY NAME
SELECT m.* REPLACE (o.person_id AS person_id)
FROM whole.core.household_member m LEFT JOIN ours o USING (person_id)
WHERE m.household_id IN (SELECT household_id FROM core.household) OR o.person_id IS NOT NULL;
INSERT INTO core.assistance_chain BY NAME
SELECT c.* FROM whole.core.assistance_chain c LEFT JOIN ours o USING (person_id)
WHERE o.person_id IS NOT NULL OR (c.person_id IS NULL AND c.household_id IN (SELECT household_id FROM core.household));

INSERT INTO mart.signal BY NAME
SELECT s.* FROM whole.mart.signal s LEFT JOIN ours o USING (person_id)
WHERE o.person_id IS NOT NULL OR (s.person_id IS NULL AND s.county_code = getvariable('audience_key'));

INSERT INTO ops.run BY NAME FROM whole.ops.run;
INSERT INTO ops.step BY NAME FROM whole.ops.step;
INSERT INTO ops.batch BY NAME FROM whole.ops.batch;
INSERT INTO ops.rule_status BY NAME FROM whole.ops.rule_status;
INSERT INTO ops.attention BY NAME FROM whole.ops.attention;
INSERT INTO ops.review BY NAME
FROM whole.ops.review WHERE person_id_a IN (FROM ours) AND person_id_b IN (FROM ours);
INSERT INTO ops.link_evidence BY NAME
FROM whole.ops.link_evidence
WHERE row_key_a IN (SELECT row_key FROM core.person_link) AND row_key_b IN (SELECT row_key FROM core.person_link);

DROP TABLE ours;
