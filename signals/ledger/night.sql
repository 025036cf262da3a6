-- Purpose: the empty tables of an evaluation.
-- Grain: fired, fired_full: a subject a rule fires on tonight; rule: a rule (on_absence: it fires on what is missing); rule_parameters: a rule and county ('' for
-- all others) with the parameter values it saw; rule_night: a rule's outcome; held: a county where a rule resolves nothing.
CREATE OR REPLACE TABLE tonight.fired (
    signal_id VARCHAR, rule VARCHAR, person_id BIGINT, household_id VARCHAR, batch_ref VARCHAR, county_code VARCHAR,
    department VARCHAR, "rows" UBIGINT[], cases VARCHAR, people BIGINT[], suspect_dataset VARCHAR);
CREATE OR REPLACE TABLE tonight.fired_full (
    signal_id VARCHAR, rule VARCHAR, title VARCHAR, category VARCHAR, subject_kind VARCHAR, person_id BIGINT,
    household_id VARCHAR, batch_ref VARCHAR, department VARCHAR, county_code VARCHAR, severity INTEGER, due_on DATE,
    identity_uncertain BOOLEAN, evidence VARCHAR);
CREATE OR REPLACE TABLE tonight.rule (
    code VARCHAR, title VARCHAR, category VARCHAR, subject_kind VARCHAR, severity INTEGER, due_on DATE, legal_basis VARCHAR,
    on_absence BOOLEAN);
CREATE OR REPLACE TABLE tonight.rule_parameters (rule VARCHAR, county_code VARCHAR, parameters VARCHAR);
CREATE OR REPLACE TABLE tonight.rule_night (rule VARCHAR, evaluated BOOLEAN, holds BOOLEAN, reason VARCHAR, signals BIGINT);
CREATE OR REPLACE TABLE tonight.held (rule VARCHAR, county_code VARCHAR);
