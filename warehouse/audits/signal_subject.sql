-- Audit: every signal seen tonight is about somebody who is there, and every signal stands once.  Returns those that do not.
-- A signal carried over (its rule was not evaluated tonight, or what it reads is not to be trusted) outlives a person whom
-- half a file leaves out.
SELECT s.signal_id AS subject, 'its person is not in core.person' AS found
FROM mart.signal AS s
ANTI JOIN core.person AS p ON p.person_id = s.person_id
WHERE s.status IN ('new', 'open') AND s.person_id IS NOT NULL
    AND s.last_seen = (SELECT arg_max(as_of, finished_at) FROM ops.run)
UNION ALL
SELECT signal_id, count(*) || ' signals with this id'
FROM mart.signal
GROUP BY signal_id
HAVING count(*) > 1
