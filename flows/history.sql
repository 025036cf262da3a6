-- Purpose: runs and their batches, for ever: what the published warehouse shows as ops.run, and the trends of the report.
-- Grain: ledger.run one published run; ledger.batch one batch of one run; ledger.rollback one going back to an earlier run;
--   ledger.export one edition given to an audience. doudi reads only ledger.run: the others are there for analysts and auditors.
-- Inputs: the attached ledger.
CREATE TABLE IF NOT EXISTS ledger.run (
    run_id          VARCHAR PRIMARY KEY,
    as_of           DATE NOT NULL,
    region          VARCHAR NOT NULL,
    started_at      TIMESTAMPTZ NOT NULL,
    finished_at     TIMESTAMPTZ NOT NULL,
    status          VARCHAR NOT NULL,
    version         VARCHAR NOT NULL,
    people          BIGINT,
    links           BIGINT,
    signals         BIGINT,
    needs_attention BIGINT,
    inputs          VARCHAR
);
CREATE TABLE IF NOT EXISTS ledger.batch (
    run_id           VARCHAR NOT NULL,
    dataset          VARCHAR NOT NULL,
    batch            DATE NOT NULL,
    status           VARCHAR NOT NULL,
    rows_read        BIGINT,
    rows_accepted    BIGINT,
    rows_quarantined BIGINT
);
CREATE TABLE IF NOT EXISTS ledger.rollback (
    rolled_back_at TIMESTAMPTZ NOT NULL,
    from_run       VARCHAR NOT NULL,
    to_run         VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS ledger.export (
    exported_at TIMESTAMPTZ NOT NULL,
    run_id      VARCHAR NOT NULL,
    audience    VARCHAR NOT NULL,
    purpose     VARCHAR NOT NULL,
    file        VARCHAR NOT NULL,
    people      BIGINT NOT NULL
);
