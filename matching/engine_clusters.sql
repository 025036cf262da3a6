-- Purpose: the clusters, as a file.
-- Grain: a mention that has a person.  Inputs: mx_in, mx_placed.  Parameter: clusters, a quoted file name.
COPY (
    SELECT mention, CASE WHEN p.mention IS NULL THEN CAST(i.exact_key AS UBIGINT) ELSE p.cluster END AS cluster,
        CASE WHEN p.mention IS NULL THEN 'number' ELSE p.rule END AS rule, p.score
    FROM mx_in i LEFT JOIN mx_placed p USING (mention)
    WHERE CASE WHEN p.mention IS NULL THEN i.exact_key IS NOT NULL ELSE p.cluster IS NOT NULL END
) TO $clusters (FORMAT parquet);
