-- Purpose: the edition for a department: whom its signals are about, with what it needs to reach them, and nothing else.
-- Grain:   mart.signal: a signal for the department, new or open; core.person: its person, or the head of its household;
--          core.household: its household; ops.run: the run.
-- Inputs:  the published warehouse, attached as `whole`.  Variable: audience_key, the department's code.
INSERT INTO mart.signal BY NAME
FROM whole.mart.signal WHERE department = getvariable('audience_key') AND status IN ('new', 'open');

INSERT INTO core.household BY NAME
SELECT household_id, category, in_force, county_code, head_person_id, row_key
FROM whole.core.household SEMI JOIN mart.signal USING (household_id);

INSERT INTO core.person BY NAME
SELECT person_id, id_number, id_status, name, birth_date, county_code, phone, mentions
FROM whole.core.person
WHERE person_id IN (SELECT person_id FROM mart.signal)
   OR person_id IN (SELECT head_person_id FROM core.household
                    WHERE household_id IN (SELECT household_id FROM mart.signal WHERE person_id IS NULL));
INSERT INTO ops.run BY NAME FROM whole.ops.run;

ALTER TABLE core.person DROP COLUMN sex;
ALTER TABLE core.person DROP COLUMN died_on;
ALTER TABLE core.person DROP COLUMN mentions;
ALTER TABLE core.person DROP COLUMN id_number_row;
ALTER TABLE core.person DROP COLUMN name_row;
ALTER TABLE core.person DROP COLUMN birth_date_row;
ALTER TABLE core.person DROP COLUMN county_code_row;
ALTER TABLE core.person DROP COLUMN phone_row;
ALTER TABLE core.household DROP COLUMN residence;
ALTER TABLE core.household DROP COLUMN approved_on;
ALTER TABLE core.household DROP COLUMN ended_on;
ALTER TABLE core.household DROP COLUMN end_reason;
ALTER TABLE core.household DROP COLUMN income_per_capita;
ALTER TABLE core.household DROP COLUMN household_size;
ALTER TABLE core.household DROP COLUMN covered_size;
ALTER TABLE core.household DROP COLUMN cause;
ALTER TABLE core.household DROP COLUMN verified_on;
ALTER TABLE core.household DROP COLUMN grace_started_on;
ALTER TABLE core.household DROP COLUMN row_key;
DROP TABLE core.person_link;
DROP TABLE core.person_number;
DROP TABLE core.household_member;
DROP TABLE core.low_income;
DROP TABLE core.assistance_chain;
DROP TABLE ops.step;
DROP TABLE ops.batch;
DROP TABLE ops.rule_status;
DROP TABLE ops.quarantine;
DROP TABLE ops.review;
DROP TABLE ops.attention;
DROP TABLE ops.link_evidence;
