-- Purpose: name every row that gives its person another number than the person's own (rule D01 asks for its correction).
-- Grain:   night_issue: an issue of a mention; none is added where the mention has one already.
-- Inputs:  best_mention, best_number (people.sql); $people, best_person as written; night_issue (links.sql).
INSERT INTO night_issue BY NAME
SELECT 'two_numbers' AS kind, m.person_id, m.mention,
       CASE WHEN m.id18 <> p.id_number THEN left(m.id18, 6) || '********' || right(m.id18, 4)
            ELSE left(m.id_second, 6) || '********' || right(m.id_second, 4) END AS detail
FROM best_mention m
JOIN (SELECT person_id FROM best_number GROUP BY person_id HAVING count(*) > 1) USING (person_id)
JOIN (SELECT person_id, id_number FROM $people) p USING (person_id)
WHERE (m.id18 <> p.id_number OR m.id_second <> p.id_number)
  AND m.mention NOT IN (SELECT mention FROM night_issue WHERE mention IS NOT NULL);
