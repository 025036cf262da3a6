-- Purpose: settlements and their reversals, which cancel out though `refunded` says nothing: same person, same day,
--          opposite total, taken one against one.
-- Grain:   fact.yb_settlement, column `cancelled` added.
-- Inputs:  fact.yb_settlement.
CREATE OR REPLACE TEMP TABLE reversal_pair AS
WITH side AS (
    SELECT row_key, person_id, settled_on, total,
           row_number() OVER (PARTITION BY person_id, settled_on, total ORDER BY row_key) AS nth
    FROM fact.yb_settlement s
    WHERE total <> 0 AND person_id IS NOT NULL
      AND EXISTS (SELECT 1 FROM fact.yb_settlement o WHERE o.person_id = s.person_id AND o.settled_on = s.settled_on
                                                      AND o.total = -s.total)
)
SELECT a.row_key AS row_key_a, b.row_key AS row_key_b
FROM side a
JOIN side b ON b.person_id = a.person_id AND b.settled_on = a.settled_on AND b.total = -a.total AND b.nth = a.nth
WHERE a.total > 0;

ALTER TABLE fact.yb_settlement ADD COLUMN cancelled BOOLEAN DEFAULT false;

UPDATE fact.yb_settlement SET cancelled = true
WHERE row_key IN (SELECT unnest([row_key_a, row_key_b]) FROM reversal_pair);

DROP TABLE reversal_pair;
