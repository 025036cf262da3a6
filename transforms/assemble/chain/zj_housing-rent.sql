-- Purpose: rent aid. Its beginning is not delivered: dated by the batch that shows it, or by its end where that is earlier.
-- Grain:   house.
-- Inputs:  fact.zj_housing.
SELECT person_id, CAST(NULL AS VARCHAR) AS household_id, least(rent_aid_until, batch) AS happened_on, 'aid' AS kind,
       '住房租赁补助至' || strftime(rent_aid_until, '%Y-%m-%d') AS detail, CAST(NULL AS DECIMAL(18, 2)) AS amount, row_key
FROM fact.zj_housing WHERE rent_aid_until IS NOT NULL
