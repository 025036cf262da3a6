-- Purpose: compare links with the truth by counting, never by listing pairs.
-- Inputs: $links ($keys, person_id), $truth ($keys, true_person), $groups (columns of the truth, each after a comma).
-- Grain: eval_cell one row per (person_id, true_person) with the records they share; a record without a link is alone.
CREATE OR REPLACE TEMP TABLE eval_record AS
SELECT l.person_id, t.true_person $groups
FROM $truth t LEFT JOIN $links l USING ($keys);

CREATE OR REPLACE TEMP TABLE eval_cell AS
SELECT person_id, true_person, count(*) AS n FROM eval_record WHERE person_id IS NOT NULL GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE eval_true AS
SELECT true_person, count(*) AS n FROM eval_record GROUP BY true_person;

CREATE OR REPLACE TEMP TABLE eval_found AS
SELECT person_id, sum(n)::BIGINT AS n, count(*) AS people, max(n) AS most,
    arg_max(true_person, (n, true_person)) AS main_true FROM eval_cell GROUP BY person_id;

CREATE OR REPLACE TEMP TABLE eval_main AS   -- where most records of a person went
SELECT true_person, arg_max(person_id, (n, person_id)) AS main_person FROM eval_cell GROUP BY true_person;
