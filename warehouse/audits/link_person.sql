-- Audit: every link leads to a person, and every person has a link.  Returns the ids without the other.
SELECT 'person ' || coalesce(l.person_id, p.person_id) AS subject,
    CASE WHEN p.person_id IS NULL THEN 'linked but not in core.person' ELSE 'in core.person but not linked' END AS found
FROM (SELECT DISTINCT person_id FROM core.person_link) AS l
FULL JOIN core.person AS p ON p.person_id = l.person_id
WHERE l.person_id IS NULL OR p.person_id IS NULL
