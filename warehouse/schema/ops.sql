-- Purpose: how the night went.
-- Grain: stated at each table.
CREATE SCHEMA ops;

CREATE TABLE ops.run (
    run_id      VARCHAR NOT NULL,
    as_of       DATE NOT NULL,
    region      VARCHAR NOT NULL,
    started_at  TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ,
    status      VARCHAR NOT NULL,
    version     VARCHAR NOT NULL,
    people      BIGINT,
    links       BIGINT,
    signals     BIGINT,
    needs_attention BIGINT,
    inputs      VARCHAR
);
COMMENT ON TABLE ops.run IS 'A run that was published; the newest is the one this warehouse comes from';
COMMENT ON COLUMN ops.run.run_id IS 'Identifier of the run';
COMMENT ON COLUMN ops.run.as_of IS 'Date the night stands for';
COMMENT ON COLUMN ops.run.region IS 'Policy region';
COMMENT ON COLUMN ops.run.started_at IS 'Start';
COMMENT ON COLUMN ops.run.finished_at IS 'Moment of publication';
COMMENT ON COLUMN ops.run.status IS 'done, or attention when something needs a person';
COMMENT ON COLUMN ops.run.version IS 'Version of doudi';
COMMENT ON COLUMN ops.run.people IS 'People in core.person';
COMMENT ON COLUMN ops.run.links IS 'Rows in core.person_link';
COMMENT ON COLUMN ops.run.signals IS 'Signals new or open';
COMMENT ON COLUMN ops.run.needs_attention IS 'Matters that need a person (ops.attention)';
COMMENT ON COLUMN ops.run.inputs IS 'Hash of everything the run was made of: deliveries, as-of date, region, parameters, code';

CREATE TABLE ops.step (
    step        VARCHAR NOT NULL,
    ordinal     INTEGER NOT NULL,
    seconds     DOUBLE NOT NULL,
    rows        BIGINT,
    reused      BOOLEAN NOT NULL,
    peak_rss_mb DOUBLE
);
COMMENT ON TABLE ops.step IS 'A step of the run this warehouse comes from';
COMMENT ON COLUMN ops.step.step IS 'Name of the step';
COMMENT ON COLUMN ops.step.ordinal IS 'Order';
COMMENT ON COLUMN ops.step.seconds IS 'Wall time';
COMMENT ON COLUMN ops.step.rows IS 'Rows it made';
COMMENT ON COLUMN ops.step.reused IS 'Whether all of its work was reused from earlier';
COMMENT ON COLUMN ops.step.peak_rss_mb IS 'Highest resident memory of the process up to the end of the step';

CREATE TABLE ops.batch (
    dataset          VARCHAR NOT NULL,
    batch            DATE NOT NULL,
    status           VARCHAR NOT NULL,
    rows_read        BIGINT,
    rows_accepted    BIGINT,
    rows_quarantined BIGINT,
    department       VARCHAR,
    delivery         VARCHAR,
    reason           VARCHAR,
    blank_ids        BIGINT,
    unmapped_codes   BIGINT,
    nulled           BIGINT,
    unknown_columns  VARCHAR
);
COMMENT ON TABLE ops.batch IS 'A batch in force tonight, and a batch refused tonight';
COMMENT ON COLUMN ops.batch.dataset IS 'Dataset';
COMMENT ON COLUMN ops.batch.batch IS 'Date of the batch';
COMMENT ON COLUMN ops.batch.status IS 'in_force or refused';
COMMENT ON COLUMN ops.batch.rows_read IS 'Rows delivered; always accepted + quarantined. NULL for a refused batch';
COMMENT ON COLUMN ops.batch.rows_accepted IS 'Rows used';
COMMENT ON COLUMN ops.batch.rows_quarantined IS 'Rows set aside with their reasons';
COMMENT ON COLUMN ops.batch.department IS 'Department that delivers the dataset';
COMMENT ON COLUMN ops.batch.delivery IS 'Content hash of the delivery';
COMMENT ON COLUMN ops.batch.reason IS 'Why it was refused';
COMMENT ON COLUMN ops.batch.blank_ids IS 'Rows without any identity number: blank, zeros, a name in its place';
COMMENT ON COLUMN ops.batch.unmapped_codes IS 'Values outside a code list, required or optional';
COMMENT ON COLUMN ops.batch.nulled IS 'Unreadable values in optional columns, made NULL';
COMMENT ON COLUMN ops.batch.unknown_columns IS 'Delivered columns that the contract does not know';

CREATE TABLE ops.rule_status (
    rule      VARCHAR NOT NULL,
    title     VARCHAR NOT NULL,
    category  VARCHAR NOT NULL,
    evaluated BOOLEAN NOT NULL,
    reason    VARCHAR,
    signals   BIGINT NOT NULL,
    seconds   DOUBLE
);
COMMENT ON TABLE ops.rule_status IS 'A rule: whether it was evaluated tonight and what it found';
COMMENT ON COLUMN ops.rule_status.rule IS 'Code of the rule';
COMMENT ON COLUMN ops.rule_status.title IS 'Chinese title';
COMMENT ON COLUMN ops.rule_status.category IS 'Category of its signals';
COMMENT ON COLUMN ops.rule_status.evaluated IS 'False when a dataset it needs is absent, too old or incomplete, or the rule failed';
COMMENT ON COLUMN ops.rule_status.reason IS 'Why it was not evaluated, for which counties not, or why nothing can fire';
COMMENT ON COLUMN ops.rule_status.signals IS 'Subjects it fires on tonight';
COMMENT ON COLUMN ops.rule_status.seconds IS 'Time it took';

CREATE TABLE ops.quarantine (
    dataset     VARCHAR NOT NULL,
    batch       DATE NOT NULL,
    source_file VARCHAR NOT NULL,
    source_row  BIGINT NOT NULL,
    reasons     VARCHAR NOT NULL,
    "row"       JSON
);
COMMENT ON TABLE ops.quarantine IS 'A row that could not be used, with every reason';
COMMENT ON COLUMN ops.quarantine.dataset IS 'Dataset';
COMMENT ON COLUMN ops.quarantine.batch IS 'Date of the batch';
COMMENT ON COLUMN ops.quarantine.source_file IS 'File within the batch';
COMMENT ON COLUMN ops.quarantine.source_row IS 'Row within the file, from 1';
COMMENT ON COLUMN ops.quarantine.reasons IS 'Reasons, separated by semicolons';
COMMENT ON COLUMN ops.quarantine."row" IS 'The row as delivered';

CREATE TABLE ops.review (
    person_id_a BIGINT NOT NULL,
    person_id_b BIGINT NOT NULL,
    score       DOUBLE,
    evidence    JSON,
    reason      VARCHAR,
    row_key_a   UBIGINT,
    row_key_b   UBIGINT
);
COMMENT ON TABLE ops.review IS 'An open pair: two people who may be one, for a person to decide';
COMMENT ON COLUMN ops.review.person_id_a IS 'One';
COMMENT ON COLUMN ops.review.person_id_b IS 'The other; the same as person_id_a when the doubt is about one mention of that person';
COMMENT ON COLUMN ops.review.score IS 'Weight of the evidence in bits';
COMMENT ON COLUMN ops.review.evidence IS 'Comparison levels and their weights';
COMMENT ON COLUMN ops.review.reason IS 'Why it was not decided';
COMMENT ON COLUMN ops.review.row_key_a IS 'Row key of one mention';
COMMENT ON COLUMN ops.review.row_key_b IS 'Row key of the other mention';

CREATE TABLE ops.attention (
    kind    VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    message VARCHAR NOT NULL
);
COMMENT ON TABLE ops.attention IS 'Something that needs a person: the reason for exit code 3';
COMMENT ON COLUMN ops.attention.kind IS 'batch_refused, batch_empty, folder_not_understood, file_not_understood, decision_contradicted, validation_failed, rule_not_evaluated';
COMMENT ON COLUMN ops.attention.subject IS 'What it is about';
COMMENT ON COLUMN ops.attention.message IS 'What was found, what was expected, what to do';

CREATE TABLE ops.link_evidence (
    row_key_a UBIGINT NOT NULL,
    row_key_b UBIGINT NOT NULL,
    rule      VARCHAR NOT NULL,
    score     DOUBLE,
    evidence  JSON
);
COMMENT ON TABLE ops.link_evidence IS 'Two mentions that were joined on more than an equal number, and the evidence';
COMMENT ON COLUMN ops.link_evidence.row_key_a IS 'Row key of one mention';
COMMENT ON COLUMN ops.link_evidence.row_key_b IS 'Row key of the other';
COMMENT ON COLUMN ops.link_evidence.rule IS 'Which rule joined them';
COMMENT ON COLUMN ops.link_evidence.score IS 'Weight of the evidence in bits';
COMMENT ON COLUMN ops.link_evidence.evidence IS 'Comparison levels and their weights';
