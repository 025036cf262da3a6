-- Audit: a mention belongs to one person.  Returns the mentions that stand more often.
SELECT dataset || '/' || any_value(batch) || '/' || any_value(source_file) || ':' || any_value(source_row) AS subject,
    count(*) || ' links' AS found
FROM core.person_link
GROUP BY dataset, row_key
HAVING count(*) > 1
