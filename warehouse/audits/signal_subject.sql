-- Audit: every new or open signal is about somebody who is there, and stands once.  Returns the signals that are not.
SELECT s.signal_id AS subject, 'its person is not in core.person' AS found
FROM mart.signal AS s
ANTI JOIN core.person AS p ON p.person_id = s.person_id
WHERE s.status IN ('new', 'open') AND s.person_id IS NOT NULL
    AND EXISTS (FROM ops.rule_status AS r WHERE r.rule = s.rule AND r.evaluated)
UNION ALL
SELECT signal_id, count(*) || ' signals with this id'
FROM mart.signal
GROUP BY signal_id
HAVING count(*) > 1
