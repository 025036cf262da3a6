-- Purpose: what the records of people in candidate pairs say, each thing once; an incomplete name (张□) only where no record has
--   the whole one, so that it does not fit whom the whole one does not.
-- Grain: mx_person_row: a person (exact_key) and distinct values of the model's columns.
-- Inputs: mx_in, mx_pair, mx_two, mx_away, mx_fuller (number, name, fuller).  Parameter: entity, column list of the model.
-- The columns are worked out after the join, for the few that it leaves.
CREATE OR REPLACE TEMP TABLE mx_person_row AS
SELECT DISTINCT exact_key, 'valid' AS number_status, $entity
FROM (SELECT i.* REPLACE (coalesce(f.fuller, i.name) AS name)
      FROM (FROM mx_in SEMI JOIN (SELECT exact_key FROM mx_pair UNION SELECT a FROM mx_two UNION SELECT b FROM mx_two) USING (exact_key) ANTI JOIN mx_away USING (mention)
            WHERE role IN ('self', 'head')) i
      LEFT JOIN mx_fuller f ON f.exact_key = i.exact_key AND f.name = i.name);
