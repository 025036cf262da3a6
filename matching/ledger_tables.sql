-- Purpose: what outlives every run in the identity ledger.  Run once in a new ledger ($ledger is the database).
-- Grain: stated at each table.  Nothing here holds a name or number in clear, except the reviewers' anchors.
CREATE TABLE IF NOT EXISTS $ledger.identity_person (   -- a person id that was handed out
    person_id BIGINT NOT NULL, since DATE NOT NULL, run_id VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS $ledger.identity_key (      -- a key that told who the person was, from `since` to before `until`
    "key" UBIGINT NOT NULL, person_id BIGINT NOT NULL, kind UTINYINT NOT NULL, since DATE NOT NULL, "until" DATE);
CREATE TABLE IF NOT EXISTS $ledger.identity_taken_back ( -- a key that running a date again took back, so that its people can get their ids back
    "key" UBIGINT NOT NULL, person_id BIGINT NOT NULL, kind UTINYINT NOT NULL, since DATE NOT NULL);
CREATE TABLE IF NOT EXISTS $ledger.identity_event (    -- mentions of one person went to another
    as_of DATE NOT NULL, run_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, person_id BIGINT NOT NULL,
    into_person_id BIGINT NOT NULL, contents BIGINT NOT NULL, reason VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS $ledger.review_decision (   -- a reviewer's word on two records, undone or in force
    decision_id BIGINT NOT NULL, verdict VARCHAR NOT NULL, decided_by VARCHAR NOT NULL, decided_at TIMESTAMP NOT NULL,
    reason VARCHAR, undone_by VARCHAR, undone_at TIMESTAMP, undone_reason VARCHAR);
ALTER TABLE $ledger.review_decision ADD COLUMN IF NOT EXISTS counts_from DATE;   -- first night that goes by it; NULL: every night
ALTER TABLE $ledger.review_decision ADD COLUMN IF NOT EXISTS undone_from DATE;   -- first night that no longer does
CREATE TABLE IF NOT EXISTS $ledger.review_anchor (     -- what one of the two records said when it was decided
    decision_id BIGINT NOT NULL, side VARCHAR NOT NULL, content_key UBIGINT NOT NULL, identity_key UBIGINT,
    source VARCHAR, role VARCHAR, id_type VARCHAR, id_text VARCHAR, id18 VARCHAR, name VARCHAR, sex VARCHAR,
    birth_date DATE, phone VARCHAR, county_code VARCHAR, household_id VARCHAR);
COMMENT ON TABLE $ledger.identity_person IS 'A person id that was handed out, and when';
COMMENT ON TABLE $ledger.identity_key IS 'Hash of what a mention said (kind 1), of its number (2) or of weaker marks (3), and whose it was';
COMMENT ON TABLE $ledger.identity_taken_back IS 'Keys that running a date again took back: whoever bears them again on that date gets the same id again';
COMMENT ON TABLE $ledger.identity_event IS 'Merges, splits and moves between person ids, by run and as-of date';
COMMENT ON TABLE $ledger.review_decision IS 'Decisions of reviewers: same or not_same';
COMMENT ON TABLE $ledger.review_anchor IS 'The two records of a decision, kept by what they said';
