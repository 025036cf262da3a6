-- Purpose: reviewers' decisions in force that tonight's people do not keep, because others contradict them.
-- Grain: a decision.  Inputs: night_link.  Parameter: decisions (mention_a, mention_b, verdict, decision_id), a relation.
SELECT DISTINCT decision_id
FROM $decisions d
JOIN night_link a ON a.mention = d.mention_a
JOIN night_link b ON b.mention = d.mention_b
WHERE (verdict = 'same') <> (a.person_id = b.person_id)
ORDER BY decision_id;
