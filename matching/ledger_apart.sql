-- Purpose: whom clusters are again that were merged into somebody, where that somebody goes on tonight in another cluster.
-- Grain: night_apart one row per (key, kind, cluster), with the person who lost the key when merged.
-- Inputs: night_key; $ledger.identity_key, $ledger.identity_event; $as_of.
-- A merger gives all keys of a person to another.  When it is undone, whoever says more by now would go on under that other's id,
-- and the two might change ids.  So a cluster that bears keys lost in a merger, and nothing that the other had before, is the merged
-- person again.
CREATE OR REPLACE TEMP TABLE night_apart AS
WITH held AS (
    SELECT n.cluster, n."key", n.kind, k.person_id, k.since, k."until", k."until" IS NULL OR k."until" >= $as_of AS in_force
    FROM night_key n JOIN $ledger.identity_key k USING ("key", kind)
    WHERE k.since < $as_of
), contested AS (
    SELECT person_id FROM held WHERE in_force GROUP BY person_id HAVING count(DISTINCT cluster) > 1
), merged AS (
    SELECT person_id, max(as_of) AS merged_on FROM $ledger.identity_event
    WHERE kind = 'merge' AND as_of < $as_of GROUP BY person_id
), lost AS (   -- of mergers one after the other the first counts
    SELECT h.cluster, h."key", h.kind, arg_min(h.person_id, (h.since, h.person_id)) AS person_id
    FROM held h JOIN merged m ON m.person_id = h.person_id AND m.merged_on = h."until"
    GROUP BY ALL
), taken AS (
    SELECT l.*, h.person_id AS taker, h.since AS taken_on
    FROM lost l JOIN held h USING (cluster, "key", kind) SEMI JOIN contested c ON c.person_id = h.person_id
    WHERE h.in_force AND h.person_id <> l.person_id
)
SELECT DISTINCT "key", kind, cluster, person_id FROM taken t
WHERE NOT EXISTS (   -- the taker's own
        SELECT 1 FROM held o
        WHERE o.cluster = t.cluster AND o.person_id = t.taker AND o.kind < 3 AND o.in_force AND o.since < t.taken_on)
  AND NOT EXISTS (   -- somebody else is that person tonight
        SELECT 1 FROM held e
        WHERE e.cluster <> t.cluster AND e.person_id = t.person_id AND e.kind < 3 AND e.in_force);
