-- Purpose: the edition for analysts: the whole province, nobody to be recognised; person_id, counties and amounts are kept.
-- Grain:   that of every table of the warehouse.
-- Inputs:  the published warehouse, attached as `whole`; masks.sql.
-- Days of birth are years here; rows in quarantine are not shown, and of their reasons not what was delivered; of free texts only
-- those that ten households or events share, for another may name somebody.
INSERT INTO core.person BY NAME
SELECT * REPLACE (area_only(id_number) AS id_number, surname_only(name) AS name, network_only(phone) AS phone,
                  date_trunc('year', birth_date)::DATE AS birth_date)
FROM whole.core.person;
COMMENT ON COLUMN core.person.id_number IS 'Area of the number (first six digits); the rest is masked';
COMMENT ON COLUMN core.person.name IS 'First character of the name; the rest is masked';
COMMENT ON COLUMN core.person.birth_date IS 'First day of the year of birth';
COMMENT ON COLUMN core.person.phone IS 'First three digits; the rest is masked';

INSERT INTO core.person_number BY NAME SELECT * REPLACE (area_only(id_number) AS id_number) FROM whole.core.person_number;
COMMENT ON COLUMN core.person_number.id_number IS 'Area of the number (first six digits); the rest is masked';

INSERT INTO core.person_link BY NAME FROM whole.core.person_link;
INSERT INTO core.household BY NAME
SELECT h.* REPLACE (c.cause AS cause, e.end_reason AS end_reason)
FROM whole.core.household h
LEFT JOIN (SELECT cause FROM whole.core.household GROUP BY cause HAVING count(*) >= 10) c USING (cause)
LEFT JOIN (SELECT end_reason FROM whole.core.household GROUP BY end_reason HAVING count(*) >= 10) e USING (end_reason);
INSERT INTO core.household_member BY NAME FROM whole.core.household_member;
INSERT INTO core.low_income BY NAME FROM whole.core.low_income;
INSERT INTO core.assistance_chain BY NAME
SELECT c.* REPLACE (d.detail AS detail)
FROM whole.core.assistance_chain c
LEFT JOIN (SELECT detail FROM whole.core.assistance_chain GROUP BY detail HAVING count(*) >= 10) d USING (detail);
INSERT INTO mart.signal BY NAME FROM whole.mart.signal;
INSERT INTO ops.run BY NAME FROM whole.ops.run;
INSERT INTO ops.step BY NAME FROM whole.ops.step;
INSERT INTO ops.batch BY NAME FROM whole.ops.batch;
INSERT INTO ops.rule_status BY NAME FROM whole.ops.rule_status;
INSERT INTO ops.quarantine BY NAME
SELECT * REPLACE (regexp_replace(reasons, '''[^'']*''', '…', 'g') AS reasons, CAST(NULL AS JSON) AS "row") FROM whole.ops.quarantine;
INSERT INTO ops.review BY NAME FROM whole.ops.review;
INSERT INTO ops.attention BY NAME FROM whole.ops.attention;
INSERT INTO ops.link_evidence BY NAME FROM whole.ops.link_evidence;
