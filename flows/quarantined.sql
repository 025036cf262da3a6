-- Purpose: why rows of a batch were quarantined, values left out, as ops.quarantine_by_reason says it.
-- Grain: a reason, with its rows and the first of them (file:row), the commonest first.  Inputs: $file, quarantined rows.
SELECT regexp_replace(regexp_replace(reason, '''[^'']*''', '…', 'g'), '\S+ row \d+', 'another row', 'g') AS reason,
    count(*) AS rows, arg_min(source_file || ':' || source_row, (source_file, source_row)) AS example
FROM (SELECT source_file, source_row, unnest(string_split(reasons, '; ')) AS reason FROM read_parquet($file))
GROUP BY ALL
ORDER BY rows DESC, reason
