-- Purpose: take a night's proposals over into the ledger $ledger, inside the caller's transaction.
-- Inputs: $persons, $opened, $closed, $events (Parquet files), $run_id, $as_of, all as literals.
-- First everything of this as-of date and later is taken back, so that committing twice, or a date again, ends the same;
-- but an id once handed out stays so, lest another person get it.
CREATE OR REPLACE TEMP TABLE ledger_taken_back AS
SELECT "key", person_id, kind, since FROM $ledger.identity_key WHERE since >= $as_of
UNION SELECT "key", person_id, kind, since FROM $ledger.identity_taken_back WHERE since = $as_of
EXCEPT SELECT "key", person_id, kind, $as_of FROM read_parquet($opened);
DELETE FROM $ledger.identity_taken_back WHERE since = $as_of;
INSERT INTO $ledger.identity_taken_back FROM ledger_taken_back;
DELETE FROM $ledger.identity_key WHERE since >= $as_of;
UPDATE $ledger.identity_key SET "until" = NULL WHERE "until" >= $as_of;
DELETE FROM $ledger.identity_event WHERE as_of >= $as_of;
UPDATE $ledger.identity_key AS k SET "until" = $as_of
FROM read_parquet($closed) AS c
WHERE k."key" = c."key" AND k.kind = c.kind AND k.person_id = c.person_id AND k."until" IS NULL;
INSERT INTO $ledger.identity_key SELECT "key", person_id, kind, $as_of, NULL FROM read_parquet($opened);
INSERT INTO $ledger.identity_person
SELECT person_id, $as_of, $run_id FROM read_parquet($persons)
WHERE person_id NOT IN (SELECT person_id FROM $ledger.identity_person);
UPDATE $ledger.identity_person SET since = $as_of
WHERE since > $as_of AND person_id IN (SELECT person_id FROM read_parquet($persons));
INSERT INTO $ledger.identity_event
SELECT $as_of, $run_id, kind, person_id, into_person_id, contents, reason FROM read_parquet($events);
