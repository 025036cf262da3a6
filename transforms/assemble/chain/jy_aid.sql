-- Purpose: school aid. Without a day of payment, the first day of the term.
-- Grain:   payment of aid.
-- Inputs:  fact.jy_aid.
SELECT person_id, CAST(NULL AS VARCHAR) AS household_id,
       coalesce(paid_on, CASE WHEN regexp_full_match(term, '\d{4}-\d{4}-[12]') THEN CASE right(term, 1)
           WHEN '1' THEN make_date(CAST(left(term, 4) AS INTEGER), 9, 1)
           ELSE make_date(CAST(term[6:9] AS INTEGER), 3, 1) END END) AS happened_on,
       'aid' AS kind, '学生资助 ' || coalesce(term, '') || coalesce(' ' || item, '') AS detail, amount, row_key
FROM fact.jy_aid
