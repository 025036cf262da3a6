-- Purpose: people there on both nights, by what became of the id that most of their mentions bear.
-- Grain:   kept: outcome and number of true people; event: the second night's entries of the ledger.
-- Inputs:  attached databases first_night, second_night (warehouses), ledger; {truth}, {later}: mentions.parquet.
-- A person whose id changed is "merged" or "split" when, on the first or the second night, the id at hand also stood for
-- somebody else or the person bore several: that is matching changing its mind, told by the ledger. "Lost without
-- cause" is the rest: it should be none.
CREATE TEMP TABLE told AS
SELECT dataset, batch, source_file, source_row, role, person FROM {truth}
UNION ALL
SELECT dataset, batch, source_file, source_row, role, person FROM {later};

CREATE TEMP TABLE borne AS
SELECT night, person, person_id, count(*) AS mentions
FROM (
    SELECT 1 AS night, * FROM first_night.core.person_link
    UNION ALL BY NAME
    SELECT 2 AS night, * FROM second_night.core.person_link
) link
JOIN told USING (dataset, batch, source_file, source_row, role)
WHERE role IN ('self', 'head')
GROUP BY ALL;

CREATE TEMP TABLE main_id AS
SELECT night, person, arg_max(person_id, (mentions, -person_id)) AS person_id, count(*) AS ids, sum(mentions) AS mentions
FROM borne
GROUP BY night, person;

CREATE TEMP TABLE sharing AS SELECT night, person_id, count(DISTINCT person) AS people FROM borne GROUP BY ALL;

CREATE TEMP TABLE event AS
SELECT kind, person_id, into_person_id FROM ledger.identity_event
WHERE as_of = (SELECT max(as_of) FROM second_night.ops.run);

CREATE TEMP TABLE kept AS
WITH both_nights AS (
    SELECT a.person, a.person_id AS before, b.person_id AS after, a.ids AS ids_before, b.ids AS ids_after,
        a.mentions AS mentions_before, b.mentions AS mentions_after,
        s.people AS people_before, t.people AS people_after
    FROM main_id a
    JOIN main_id b ON b.person = a.person AND b.night = 2
    JOIN sharing s ON s.night = 1 AND s.person_id = a.person_id
    JOIN sharing t ON t.night = 2 AND t.person_id = b.person_id
    WHERE a.night = 1
), outcome AS (
    SELECT *, CASE
        WHEN before = after THEN 'id kept'
        WHEN ids_before > 1 OR ids_after > 1 THEN 'id changed, person in parts (merged or split)'
        WHEN people_before > 1 OR people_after > 1 THEN 'id changed, shared with another person'
        WHEN before IN (SELECT person_id FROM event) OR after IN (SELECT into_person_id FROM event)
            THEN 'id changed, told by the ledger'
        WHEN mentions_before = 1 AND mentions_after = 1 THEN 'new id, the one record of the person rewritten'
        ELSE 'id lost without cause' END AS what
    FROM both_nights
)
SELECT what, count(*) AS people FROM outcome GROUP BY what
UNION ALL
SELECT 'people on both nights', count(*) FROM outcome
