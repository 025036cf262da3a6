-- Purpose: what matching found out about identities.
-- Grain:   identity_issue: a doubt; person_number: person and number; uncertain_person: person in an open pair.
-- Inputs:  $match, folder of matching's Parquet files; fact.dataset.
CREATE TABLE fact.identity_issue AS
SELECT i.kind, i.person_id, i.mention AS row_key, d.dataset, i.detail
FROM read_parquet('$match/issues.parquet') i
LEFT JOIN fact.dataset d ON d.number = row_dataset(i.mention);

CREATE TABLE fact.person_number AS
SELECT DISTINCT person_id, id18 FROM read_parquet('$match/numbers.parquet') WHERE id18 IS NOT NULL;

CREATE TABLE fact.uncertain_person AS
SELECT person_id_a AS person_id FROM read_parquet('$match/review.parquet') WHERE person_id_a IS NOT NULL
UNION
SELECT person_id_b FROM read_parquet('$match/review.parquet') WHERE person_id_b IS NOT NULL;
