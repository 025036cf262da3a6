-- Purpose: what outlives every run about signals.  Run once in a new ledger ($ledger is the database).
-- Grain: stated at each table.  Nothing here holds a name or number of
-- a person, but for what officials wrote in notes (long numbers starred).
CREATE TABLE IF NOT EXISTS $ledger.signal_event (
    as_of DATE NOT NULL, run_id VARCHAR, event VARCHAR NOT NULL, signal_id VARCHAR NOT NULL, rule VARCHAR NOT NULL,
    subject_kind VARCHAR NOT NULL, person_id BIGINT, household_id VARCHAR, batch_ref VARCHAR,
    department VARCHAR NOT NULL, county_code VARCHAR, severity INTEGER NOT NULL, status VARCHAR NOT NULL,
    first_seen DATE NOT NULL, opened_on DATE NOT NULL, last_seen DATE NOT NULL, due_on DATE NOT NULL, resolved_on DATE,
    reopened_count INTEGER NOT NULL, identity_uncertain BOOLEAN NOT NULL, evidence VARCHAR NOT NULL,
    into_signal_id VARCHAR, title VARCHAR NOT NULL, category VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS $ledger.signal_night (
    as_of DATE NOT NULL, run_id VARCHAR, rule VARCHAR NOT NULL, evaluated BOOLEAN NOT NULL, reason VARCHAR,
    signals BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS $ledger.signal_short_county (
    as_of DATE NOT NULL, run_id VARCHAR, dataset VARCHAR NOT NULL, batch DATE NOT NULL, county_code VARCHAR NOT NULL,
    rows_accepted BIGINT NOT NULL, rows_before BIGINT NOT NULL, batch_before DATE NOT NULL);
CREATE TABLE IF NOT EXISTS $ledger.signal_missing_column (
    as_of DATE NOT NULL, run_id VARCHAR, dataset VARCHAR NOT NULL, column_name VARCHAR NOT NULL, batch DATE NOT NULL,
    filled_in DATE NOT NULL);
CREATE TABLE IF NOT EXISTS $ledger.signal_dismissal (
    signal_id VARCHAR NOT NULL, dismissed_on DATE NOT NULL, "until" DATE, reason VARCHAR NOT NULL,
    dismissed_by VARCHAR NOT NULL, undone_on DATE);
CREATE TABLE IF NOT EXISTS $ledger.signal_feedback (
    signal_id VARCHAR NOT NULL, received_on DATE NOT NULL, outcome VARCHAR NOT NULL, department VARCHAR,
    note VARCHAR, given_by VARCHAR);
CREATE TABLE IF NOT EXISTS $ledger.signal_delivery (
    as_of DATE NOT NULL, signal_id VARCHAR NOT NULL, department VARCHAR NOT NULL, county_code VARCHAR NOT NULL,
    change VARCHAR NOT NULL, due_on DATE NOT NULL);
COMMENT ON TABLE $ledger.signal_event IS 'A turn in the life of a signal: opened, reopened, carried (its rule was not evaluated), seen again, inherited, merged, resolved; each row holds the whole state after it';
COMMENT ON TABLE $ledger.signal_night IS 'A rule on a published night: whether it was evaluated and what it found';
COMMENT ON TABLE $ledger.signal_short_county IS 'A county of which the batch in force on a published night has far fewer rows than it should, and the batch that tells';
COMMENT ON TABLE $ledger.signal_missing_column IS 'A column that the batch in force on a published night lacks although it should not, and the batch that had it';
COMMENT ON TABLE $ledger.signal_dismissal IS 'A person said a signal needs nothing, why and until when; undone_on takes it back';
COMMENT ON TABLE $ledger.signal_feedback IS 'What a department did about a signal: accepted, delivered or rejected';
COMMENT ON TABLE $ledger.signal_delivery IS 'An office (department and county) was told of a signal (change new, with the date by which to act) or that it is gone (change resolved)';
