-- Purpose: fact.yb_settlement, with settlements and their reversals, which cancel out though `refunded` says nothing:
--          same person, same day, opposite total, taken one against one.
-- Grain:   settlement; column `cancelled` added.
-- Inputs:  settled, the rows in force.  Reversals (totals below zero) are few: only what one of them may cancel is numbered.
CREATE OR REPLACE TEMP TABLE reversal AS
SELECT row_key, person_id, settled_on, -total AS total,
       row_number() OVER (PARTITION BY person_id, settled_on, total ORDER BY row_key) AS nth
FROM settled
WHERE total < 0 AND person_id IS NOT NULL;

CREATE OR REPLACE TEMP TABLE reversed_row AS
WITH original AS (
    SELECT row_key, person_id, settled_on, total,
           row_number() OVER (PARTITION BY person_id, settled_on, total ORDER BY row_key) AS nth
    FROM settled SEMI JOIN reversal USING (person_id, settled_on, total)
)
SELECT unnest([o.row_key, r.row_key]) AS row_key
FROM original o JOIN reversal r USING (person_id, settled_on, total, nth);

CREATE TABLE fact.yb_settlement AS
SELECT *, row_key IN (SELECT row_key FROM reversed_row) AS cancelled FROM settled;

DROP TABLE reversal;
DROP TABLE reversed_row;
DROP TABLE settled;
