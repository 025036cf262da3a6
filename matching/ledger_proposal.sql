-- Purpose: what the ledger will take over when the night is published.
-- Grain: proposal_open / proposal_close one row per (key, kind, person); proposal_event one row per pair of persons.
-- Inputs: night_key, night_person (cluster, person_id, fresh), night_state, $clusters (mention, cluster, rule),
--         $decisions (mention_a, mention_b, verdict).
-- Whose rows all say something else on the night of a merger is merged too: then the number tells.
-- A key is taken from a person only when somebody else newly holds it: rows that are merely absent keep their person.
-- Clusters that are settled (ledger_settled.sql) have no keys in night_key, and would propose nothing.
CREATE OR REPLACE TEMP TABLE proposal_held AS
SELECT DISTINCT n."key", p.person_id, n.kind FROM night_key n JOIN night_person p USING (cluster);

CREATE OR REPLACE TEMP TABLE proposal_known AS
SELECT s."key", s.person_id, s.kind FROM night_state s SEMI JOIN proposal_held USING ("key", kind);

CREATE OR REPLACE TEMP TABLE proposal_open AS
FROM proposal_held EXCEPT FROM proposal_known;

CREATE OR REPLACE TEMP TABLE proposal_close AS
SELECT s."key", s.person_id, s.kind FROM proposal_known s
SEMI JOIN proposal_open o ON o."key" = s."key" AND o.kind = s.kind
EXCEPT FROM proposal_held;

CREATE OR REPLACE TEMP TABLE proposal_event AS
WITH taken AS (
    SELECT c.person_id, o.person_id AS into_person_id, count(*) FILTER (c.kind = 1) AS contents
    FROM proposal_close c JOIN proposal_open o ON o."key" = c."key" AND o.kind = c.kind
    WHERE c.kind < 3
    GROUP BY ALL
), moved AS (
    FROM taken WHERE contents > 0
    UNION ALL
    FROM taken ANTI JOIN night_person USING (person_id)
    WHERE person_id NOT IN (SELECT person_id FROM taken WHERE contents > 0)
), decided AS (
    SELECT DISTINCT p.person_id, d.verdict
    FROM (SELECT mention_a AS mention, verdict FROM $decisions UNION SELECT mention_b, verdict FROM $decisions) d
    JOIN $clusters k USING (mention) JOIN night_person p USING (cluster)
), kinds AS (
    SELECT m.*, CASE WHEN here.person_id IS NULL THEN 'merge' WHEN there.fresh THEN 'split' ELSE 'move' END AS kind
    FROM moved m LEFT JOIN night_person here USING (person_id)
    JOIN night_person there ON there.person_id = m.into_person_id
), rules AS (
    SELECT p.person_id, string_agg(DISTINCT k.rule, ', ' ORDER BY k.rule) AS rules
    FROM kinds e JOIN night_person p ON p.person_id = e.into_person_id JOIN $clusters k USING (cluster)
    GROUP BY p.person_id
)
SELECT e.kind, e.person_id, e.into_person_id, e.contents,
    CASE WHEN e.kind = 'merge' AND EXISTS (SELECT 1 FROM decided d WHERE d.person_id = e.into_person_id
                                             AND d.verdict = 'same') THEN 'reviewer: same'
         WHEN e.kind <> 'merge' AND EXISTS (SELECT 1 FROM decided d WHERE d.person_id IN (e.person_id, e.into_person_id)
                                             AND d.verdict = 'not_same') THEN 'reviewer: not same'
         WHEN e.kind = 'merge' THEN 'linked by ' || coalesce(r.rules, 'rule unknown')
         ELSE 'no longer linked; placed by ' || coalesce(r.rules, 'rule unknown') END AS reason
FROM kinds e LEFT JOIN rules r ON r.person_id = e.into_person_id
ORDER BY ALL;
