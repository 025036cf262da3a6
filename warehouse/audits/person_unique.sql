-- Audit: a person stands once in core.person.  Returns the ids that stand more often.
SELECT 'person ' || person_id AS subject, count(*) || ' records' AS found
FROM core.person
GROUP BY person_id
HAVING count(*) > 1
