-- Purpose: core.person_link: every mention that has a person, by file and row.
-- Grain:   mention.
-- Inputs:  $links (matching); fact.source_file.
INSERT INTO core.person_link BY NAME
SELECT f.dataset, f.batch, f.source_file, row_number_in_file(l.mention) AS source_row,
       CASE WHEN row_role(l.mention) = 1 THEN 'guardian' WHEN f.dataset = 'mz_household' THEN 'head'
            WHEN f.dataset = 'rx_ticket' THEN 'lead' ELSE 'self' END AS role,
       l.person_id, l.rule, l.score, l.mention AS row_key
FROM $links l
JOIN fact.source_file f
    ON f.number = row_dataset(l.mention) AND f.batch = row_batch(l.mention) AND f.file_no = row_file(l.mention);
