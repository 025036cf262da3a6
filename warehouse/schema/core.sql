-- Purpose: the core tables that everybody may rely on; change them only by adding.
-- Grain: stated at each table.  Run once in a new warehouse file, before it is filled.
CREATE SCHEMA core;

CREATE TABLE core.person (
    person_id      BIGINT NOT NULL,
    id_number      VARCHAR,
    id_status      VARCHAR NOT NULL,
    name           VARCHAR,
    sex            VARCHAR,
    birth_date     DATE,
    county_code    VARCHAR,
    phone          VARCHAR,
    died_on        DATE,
    mentions       INTEGER NOT NULL,
    id_number_row  UBIGINT,
    name_row       UBIGINT,
    birth_date_row UBIGINT,
    county_code_row UBIGINT,
    phone_row      UBIGINT
);
COMMENT ON TABLE core.person IS 'One person, one record: the best record of everybody named in the extracts in force';
COMMENT ON COLUMN core.person.person_id IS 'Opaque number of the person, the same tomorrow';
COMMENT ON COLUMN core.person.id_number IS 'Resident ID number (18 characters) or, failing that, another identity document number; NULL when none is usable';
COMMENT ON COLUMN core.person.id_status IS 'valid, repaired, none, or conflict (two valid numbers on this person, or this number on two people)';
COMMENT ON COLUMN core.person.name IS 'Name, by source trust and recency';
COMMENT ON COLUMN core.person.sex IS 'M or F';
COMMENT ON COLUMN core.person.birth_date IS 'Date of birth';
COMMENT ON COLUMN core.person.county_code IS 'County of residence, GB/T 2260, six digits';
COMMENT ON COLUMN core.person.phone IS 'Telephone number';
COMMENT ON COLUMN core.person.died_on IS 'Date of death by certificate; NULL when alive as far as known';
COMMENT ON COLUMN core.person.mentions IS 'How many source rows in force name this person';
COMMENT ON COLUMN core.person.id_number_row IS 'Row key of the source row the number was taken from';
COMMENT ON COLUMN core.person.name_row IS 'Row key of the source row the name was taken from';
COMMENT ON COLUMN core.person.birth_date_row IS 'Row key of the source row the birth date was taken from';
COMMENT ON COLUMN core.person.county_code_row IS 'Row key of the source row the county was taken from';
COMMENT ON COLUMN core.person.phone_row IS 'Row key of the source row the telephone number was taken from';

CREATE TABLE core.person_link (
    dataset     VARCHAR NOT NULL,
    batch       DATE NOT NULL,
    source_file VARCHAR NOT NULL,
    source_row  BIGINT NOT NULL,
    role        VARCHAR NOT NULL,
    person_id   BIGINT NOT NULL,
    rule        VARCHAR NOT NULL,
    score       DOUBLE,
    row_key     UBIGINT NOT NULL
);
COMMENT ON TABLE core.person_link IS 'A mention of a person in a source row in force, and the person it was given to';
COMMENT ON COLUMN core.person_link.dataset IS 'Dataset of the source row';
COMMENT ON COLUMN core.person_link.batch IS 'Date of the batch';
COMMENT ON COLUMN core.person_link.source_file IS 'File within the batch';
COMMENT ON COLUMN core.person_link.source_row IS 'Row within the file, from 1';
COMMENT ON COLUMN core.person_link.role IS 'self; head in mz_household; guardian in jy_student; lead for a hotline ticket';
COMMENT ON COLUMN core.person_link.person_id IS 'The person';
COMMENT ON COLUMN core.person_link.rule IS 'Which evidence placed the mention';
COMMENT ON COLUMN core.person_link.score IS 'Weight of that evidence in bits; NULL when certain by rule';
COMMENT ON COLUMN core.person_link.row_key IS 'Row key of the source row, role included';

CREATE TABLE core.household (
    household_id      VARCHAR NOT NULL,
    category          VARCHAR,
    in_force          BOOLEAN NOT NULL,
    residence         VARCHAR,
    county_code       VARCHAR,
    head_person_id    BIGINT,
    approved_on       DATE,
    ended_on          DATE,
    end_reason        VARCHAR,
    income_per_capita DECIMAL(18, 2),
    household_size    INTEGER,
    covered_size      INTEGER,
    cause             VARCHAR,
    verified_on       DATE,
    grace_started_on  DATE,
    row_key           UBIGINT NOT NULL
);
COMMENT ON TABLE core.household IS 'A household in the civil affairs extract in force';
COMMENT ON COLUMN core.household.household_id IS 'As civil affairs delivers it';
COMMENT ON COLUMN core.household.category IS '110 urban dibao, 120 rural dibao, 131 tekun dispersed, 132 tekun institutional, 600 marginal, 650 rigid expenditure, 660 other';
COMMENT ON COLUMN core.household.in_force IS 'Approved on or before the as-of date and not ended';
COMMENT ON COLUMN core.household.residence IS 'urban or rural';
COMMENT ON COLUMN core.household.county_code IS 'GB/T 2260, six digits';
COMMENT ON COLUMN core.household.head_person_id IS 'Person the household is registered under';
COMMENT ON COLUMN core.household.approved_on IS 'Date of approval';
COMMENT ON COLUMN core.household.ended_on IS 'Date it ended; NULL when in force';
COMMENT ON COLUMN core.household.end_reason IS 'Why it ended';
COMMENT ON COLUMN core.household.income_per_capita IS 'Assessed income per head, yuan a month';
COMMENT ON COLUMN core.household.household_size IS 'People in the household';
COMMENT ON COLUMN core.household.covered_size IS 'People covered';
COMMENT ON COLUMN core.household.cause IS 'Cause of hardship as delivered';
COMMENT ON COLUMN core.household.verified_on IS 'Date of the last verification';
COMMENT ON COLUMN core.household.grace_started_on IS 'Start of the gradual exit (渐退期)';
COMMENT ON COLUMN core.household.row_key IS 'Row key of the source row';

CREATE TABLE core.household_member (
    household_id     VARCHAR NOT NULL,
    member_no        VARCHAR,
    person_id        BIGINT,
    relation         VARCHAR,
    covered          BOOLEAN NOT NULL,
    labour           VARCHAR,
    self_care_failed INTEGER,
    care_grade       VARCHAR,
    row_key          UBIGINT NOT NULL
);
COMMENT ON TABLE core.household_member IS 'A member row of a household in the civil affairs extract in force';
COMMENT ON COLUMN core.household_member.household_id IS 'The household';
COMMENT ON COLUMN core.household_member.member_no IS 'Number within the household as delivered';
COMMENT ON COLUMN core.household_member.person_id IS 'The person';
COMMENT ON COLUMN core.household_member.relation IS 'head, spouse, child, parent, grandchild, grandparent, sibling, other';
COMMENT ON COLUMN core.household_member.covered IS 'Whether the member is covered';
COMMENT ON COLUMN core.household_member.labour IS 'full, partial, none';
COMMENT ON COLUMN core.household_member.self_care_failed IS 'Activities of daily life failed, 0 to 6';
COMMENT ON COLUMN core.household_member.care_grade IS 'full, partial, none (tekun only)';
COMMENT ON COLUMN core.household_member.row_key IS 'Row key of the source row';

CREATE TABLE core.low_income (
    person_id    BIGINT NOT NULL,
    category     VARCHAR NOT NULL,
    categories   VARCHAR NOT NULL,
    status       VARCHAR NOT NULL,
    since        DATE,
    household_id VARCHAR,
    county_code  VARCHAR
);
COMMENT ON TABLE core.low_income IS 'A person in the low-income database';
COMMENT ON COLUMN core.low_income.person_id IS 'The person';
COMMENT ON COLUMN core.low_income.category IS 'Best category in medical-aid order (就高): tekun 131/132, dibao 110/120, monitored, 600, 650, 660';
COMMENT ON COLUMN core.low_income.categories IS 'Every category held with that status, best first, separated by commas';
COMMENT ON COLUMN core.low_income.status IS 'current; rejected within 12 months; exited less than 24 months ago';
COMMENT ON COLUMN core.low_income.since IS 'Date the status began: approval, rejection or exit';
COMMENT ON COLUMN core.low_income.household_id IS 'Household behind the best category';
COMMENT ON COLUMN core.low_income.county_code IS 'GB/T 2260, six digits';

CREATE TABLE core.assistance_chain (
    person_id    BIGINT,
    household_id VARCHAR,
    happened_on  DATE NOT NULL,
    kind         VARCHAR NOT NULL,
    department   VARCHAR NOT NULL,
    detail       VARCHAR,
    amount       DECIMAL(18, 2),
    row_key      UBIGINT
);
COMMENT ON TABLE core.assistance_chain IS 'An event of help or warning of a person or household, in date order (一户（人）一条救助链)';
COMMENT ON COLUMN core.assistance_chain.person_id IS 'The person; NULL for an event of the household as a whole';
COMMENT ON COLUMN core.assistance_chain.household_id IS 'The household, where one is named';
COMMENT ON COLUMN core.assistance_chain.happened_on IS 'Date of the event (first of the month for monthly payments)';
COMMENT ON COLUMN core.assistance_chain.kind IS 'payment, subsidy, aid, settlement, relief, visit, application, recognition, exit, service, signal …';
COMMENT ON COLUMN core.assistance_chain.department IS 'Department it comes from';
COMMENT ON COLUMN core.assistance_chain.detail IS 'What it was';
COMMENT ON COLUMN core.assistance_chain.amount IS 'Yuan, where money moved';
COMMENT ON COLUMN core.assistance_chain.row_key IS 'Row key of the source row; NULL for signals';

CREATE TABLE core.person_number (
    person_id BIGINT NOT NULL,
    id_number VARCHAR NOT NULL,
    mentions  INTEGER NOT NULL
);
COMMENT ON TABLE core.person_number IS 'A resident ID number that a person was seen under';
COMMENT ON COLUMN core.person_number.person_id IS 'The person';
COMMENT ON COLUMN core.person_number.id_number IS 'The number, 18 characters';
COMMENT ON COLUMN core.person_number.mentions IS 'How many mentions carry it';
