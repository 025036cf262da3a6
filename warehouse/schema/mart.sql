-- Purpose: the signal table.  Views over it are in views.sql, created after it is filled.
-- Grain: one signal, identified by rule and subject; live or ended.
CREATE SCHEMA mart;

CREATE TABLE mart.signal (
    signal_id          VARCHAR NOT NULL,
    rule               VARCHAR NOT NULL,
    title              VARCHAR NOT NULL,
    category           VARCHAR NOT NULL,
    subject_kind       VARCHAR NOT NULL,
    person_id          BIGINT,
    household_id       VARCHAR,
    batch_ref          VARCHAR,
    department         VARCHAR NOT NULL,
    county_code        VARCHAR,
    severity           INTEGER NOT NULL,
    status             VARCHAR NOT NULL,
    first_seen         DATE NOT NULL,
    last_seen          DATE NOT NULL,
    due_on             DATE NOT NULL,
    resolved_on        DATE,
    reopened_count     INTEGER NOT NULL,
    evidence           JSON NOT NULL,
    identity_uncertain BOOLEAN NOT NULL
);
COMMENT ON TABLE mart.signal IS 'A live or ended warning signal (预警). A signal says: look at this; it never decides anything';
COMMENT ON COLUMN mart.signal.signal_id IS 'Stable identifier: rule and subject';
COMMENT ON COLUMN mart.signal.rule IS 'Code of the rule';
COMMENT ON COLUMN mart.signal.title IS 'Chinese title of the rule';
COMMENT ON COLUMN mart.signal.category IS 'policy_gap, new_hardship, may_qualify, may_exit, duplicate, complex, data';
COMMENT ON COLUMN mart.signal.subject_kind IS 'person, household or batch';
COMMENT ON COLUMN mart.signal.person_id IS 'The person, when the subject is a person';
COMMENT ON COLUMN mart.signal.household_id IS 'The household, when the subject is a household, or the household of the person where the rule names it';
COMMENT ON COLUMN mart.signal.batch_ref IS 'dataset/batch, when the subject is a batch';
COMMENT ON COLUMN mart.signal.department IS 'Department it goes to: mz jy rs wj yb cl ny zj yj rx, county or town';
COMMENT ON COLUMN mart.signal.county_code IS 'County it concerns';
COMMENT ON COLUMN mart.signal.severity IS '1 is highest';
COMMENT ON COLUMN mart.signal.status IS 'new, open, resolved, dismissed, merged';
COMMENT ON COLUMN mart.signal.first_seen IS 'As-of date on which it first fired';
COMMENT ON COLUMN mart.signal.last_seen IS 'As-of date on which it last fired';
COMMENT ON COLUMN mart.signal.due_on IS 'Working days of the rule after it was (re)opened or, where it waited for its portion, delivered';
COMMENT ON COLUMN mart.signal.resolved_on IS 'As-of date on which the condition was first seen gone';
COMMENT ON COLUMN mart.signal.reopened_count IS 'How often it came back after being resolved';
COMMENT ON COLUMN mart.signal.evidence IS 'Source rows, parameter values with their documents, and values of the case';
COMMENT ON COLUMN mart.signal.identity_uncertain IS 'Whether a link behind it is under review, or it rests on something missing of a person without a usable number';
