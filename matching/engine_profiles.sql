-- Purpose: what the exact stage left, collapsed to distinct profiles, and the rows of people who have a number.
-- Grain: mx_residual: a mention; mx_profile: a distinct profile (pid, its number; mention, the one that is shown of it); mx_member: a
--   mention of mx_residual and its profile; mx_row: a mention with a usable number.
-- Inputs: mx_in, mx_again, mx_place (number, name, doubt that do not stay with the number), mx_apart (mentions that a reviewer
-- took out of their number or profile).
-- Parameters: residual, entity: column lists of the model; names: names of these columns; same: condition that a mention (r) and a
-- profile (p) agree in them; status; doubt; shown: which mention of several is shown, the least of this.
CREATE OR REPLACE TEMP TABLE mx_residual AS
SELECT mention, $shown AS shown, role = 'lead' AS lead, apart, exact_key, $status AS number_status, $residual
FROM (SELECT i.*, a.mention AS apart, CAST(NULL AS VARCHAR) AS place FROM mx_in i LEFT JOIN mx_apart a ON a.mention = i.mention)
WHERE exact_key IS NULL AND role <> 'guardian'
UNION ALL
SELECT mention, $shown, role = 'lead', apart, exact_key, $status, $residual
FROM (SELECT m.*, p.place, a.mention AS apart
      FROM (SELECT *, coalesce($doubt, false) AS doubt FROM mx_again WHERE role <> 'guardian') m
      JOIN mx_place p ON p.exact_key = m.exact_key AND p.name IS NOT DISTINCT FROM m.name AND p.doubt = m.doubt
      LEFT JOIN mx_apart a ON a.mention = m.mention)
UNION ALL
SELECT mention, $shown, false, mention, exact_key, $status, $residual
FROM (SELECT * FROM (SELECT *, coalesce($doubt, false) AS doubt, 'claimed' AS place
                     FROM (FROM mx_in SEMI JOIN mx_apart USING (mention)
                           WHERE exact_key IS NOT NULL AND role IN ('self', 'head'))) i
      ANTI JOIN mx_place p ON p.exact_key = i.exact_key AND p.name IS NOT DISTINCT FROM i.name AND p.doubt = i.doubt);

-- Numbered by what they say, so that no tie is broken by the place of a row.
CREATE OR REPLACE TEMP TABLE mx_profile AS
SELECT CAST(row_number() OVER (ORDER BY md5_number(CAST((lead, exact_key, number_status, $names, apart) AS VARCHAR)), $names) AS UBIGINT) AS pid, *
FROM (SELECT arg_min(mention, (shown, mention)) AS mention, lead, apart, exact_key, number_status, $names
      FROM mx_residual
      GROUP BY ALL);

CREATE OR REPLACE TEMP TABLE mx_member AS
SELECT r.mention, p.pid
FROM mx_residual r
JOIN mx_profile p
  ON p.lead = r.lead AND p.apart IS NOT DISTINCT FROM r.apart AND p.exact_key IS NOT DISTINCT FROM r.exact_key AND p.number_status = r.number_status AND $same;

CREATE OR REPLACE TEMP VIEW mx_row AS
SELECT mention, exact_key, 'valid' AS number_status, $entity
FROM mx_in
WHERE exact_key IS NOT NULL AND role IN ('self', 'head');
