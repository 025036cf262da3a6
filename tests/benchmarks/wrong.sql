-- Purpose: what a result got wrong, one row a case, with the two records that come nearest to saying otherwise.
-- Grain:   wrong_case: a false join (the records of a person in a cluster whose most records are another's) or a lost part
--          (the records of a person outside the cluster that holds most of them). Its two records are the pair that
--          agrees most.
--          rule: the sentence of docs/matching.md by which such records are not to be joined without a person's word.
-- Inputs:  view `mention` (normalised, with record_id); {links} record_id, person_id; {truth} record_id, person, kind.
CREATE OR REPLACE TEMP TABLE judged AS
SELECT m.*, l.person_id AS cluster, t.person, t.kind
FROM mention m
JOIN {truth} t ON t.record_id = m.record_id
JOIN {links} l ON l.record_id = m.record_id;

CREATE OR REPLACE TEMP TABLE part AS
SELECT cluster, person, count(*) AS records,
    row_number() OVER (PARTITION BY cluster ORDER BY count(*) DESC, person) AS place_in_cluster,
    row_number() OVER (PARTITION BY person ORDER BY count(*) DESC, cluster) AS place_in_person
FROM judged
GROUP BY cluster, person;

CREATE OR REPLACE TEMP TABLE wrong_pair AS
WITH side AS (
    SELECT 'false join' AS what, a.cluster, a.person, b.cluster AS other_cluster, b.person AS other_person,
        a.records * (SELECT sum(c.records) FROM part c WHERE c.cluster = a.cluster AND c.place_in_cluster < a.place_in_cluster) AS pairs
    FROM part a JOIN part b ON b.cluster = a.cluster AND b.place_in_cluster = 1
    WHERE a.place_in_cluster > 1
    UNION ALL
    SELECT 'lost part', a.cluster, a.person, b.cluster, b.person,
        a.records * (SELECT sum(c.records) FROM part c WHERE c.person = a.person AND c.place_in_person < a.place_in_person)
    FROM part a JOIN part b ON b.person = a.person AND b.place_in_person = 1
    WHERE a.place_in_person > 1
), compared AS (
    SELECT s.*, CASE WHEN y.kind = 'clean' OR x.kind = y.kind THEN x.kind WHEN x.kind = 'clean' THEN y.kind
            ELSE least(x.kind, y.kind) || ' | ' || greatest(x.kind, y.kind) END AS kind,
        x.mention AS mention_a, y.mention AS mention_b,
        CASE WHEN x.id_text IS NULL AND y.id_text IS NULL THEN 'no number on either'
             WHEN x.id_text IS NULL OR y.id_text IS NULL THEN 'no number on one'
             WHEN coalesce(x.id18, x.id_text) = coalesce(y.id18, y.id_text) THEN 'same number'
             WHEN x.id18 IS NOT NULL AND y.id18 IS NOT NULL THEN
                CASE WHEN damerau_levenshtein(x.id18, y.id18) <= 2 THEN 'two valid numbers, near each other' ELSE 'two valid numbers' END
             WHEN 'other' IN (x.id_status, y.id_status) THEN 'another document'
             WHEN 'masked' IN (x.id_status, y.id_status) THEN
                CASE WHEN left(x.id_text, 3) = left(y.id_text, 3) AND right(x.id_text, 2) = right(y.id_text, 2)
                     THEN 'masked number that fits' ELSE 'masked number that does not fit' END
             WHEN damerau_levenshtein(x.id_text, y.id_text) <= 1 THEN 'failed number one slip away'
             WHEN left(x.id_text, 14) = left(y.id_text, 14) THEN 'failed number with the same first 14'
             ELSE 'failed number far away' END AS number,
        CASE WHEN x.name IS NULL OR y.name IS NULL THEN 'no name'
             WHEN x.name = y.name THEN 'same name'
             WHEN regexp_matches(x.name || y.name, '[?？*□○A-Za-z]|[\x{E000}-\x{F8FF}]') THEN 'name with an unreadable character'
             WHEN starts_with(x.name, y.name) OR starts_with(y.name, x.name) THEN 'name cut short or longer'
             WHEN length(x.name) = length(y.name) AND length(x.name) > 2
                 AND len(list_filter(range(1, length(x.name) + 1), i -> substr(x.name, i, 1) <> substr(y.name, i, 1))) = 1
                 THEN 'one character of the name differs'
             WHEN left(x.name, 1) = left(y.name, 1) THEN 'same surname, other given name'
             ELSE 'other name' END AS name,
        coalesce(x.birth_date, CAST(try_strptime(substr(x.id18, 7, 8), '%Y%m%d') AS DATE)) AS born_a,
        coalesce(y.birth_date, CAST(try_strptime(substr(y.id18, 7, 8), '%Y%m%d') AS DATE)) AS born_b,
        CASE WHEN born_a IS NULL OR born_b IS NULL THEN 'birth date unknown'
             WHEN number = 'same number' AND (x.birth_date IS NULL OR y.birth_date IS NULL) THEN 'birth date only the number''s'
             WHEN born_a = born_b THEN 'birth date agrees' ELSE 'birth date differs' END AS birth,
        CASE WHEN x.sex <> y.sex THEN 'sex differs' END AS sex,
        CASE WHEN x.phone = y.phone THEN 'phone agrees' WHEN x.phone <> y.phone THEN 'phone differs' ELSE 'phone unknown' END AS phone,
        CASE WHEN x.county_code = y.county_code THEN 'county agrees' WHEN x.county_code <> y.county_code THEN 'county differs'
             ELSE 'county unknown' END AS county,
        CASE WHEN x.household_id = y.household_id THEN 'household agrees' END AS household
    FROM side s
    JOIN judged x ON x.cluster = s.cluster AND x.person = s.person
    JOIN judged y ON y.cluster = s.other_cluster AND y.person = s.other_person
)
SELECT *,
    4 * CAST(number = 'same number' AS INTEGER) + 2 * CAST(number LIKE '%one slip%' OR number LIKE '%that fits' OR number LIKE '%first 14' AS INTEGER)
    + 3 * CAST(name = 'same name' AS INTEGER) + CAST(name NOT LIKE 'other%' AS INTEGER) + 3 * CAST(birth = 'birth date agrees' AS INTEGER)
    + 2 * CAST(phone = 'phone agrees' AS INTEGER) + 2 * CAST(household IS NOT NULL AS INTEGER) + CAST(county = 'county agrees' AS INTEGER) AS agreement,
    phone <> 'phone agrees' AND household IS NULL AS strangers,
    CASE WHEN number = 'same number' AND name IN ('same surname, other given name', 'other name', 'one character of the name differs')
              THEN 'review: a valid number, a name that does not fit'
         WHEN number LIKE 'two valid numbers%' THEN 'review or apart: two valid numbers'
         WHEN number LIKE 'no number%' AND birth = 'birth date agrees' AND strangers AND county <> 'county agrees'
              THEN 'apart: name and birth date alone'
         WHEN number LIKE 'no number%' AND birth = 'birth date unknown' AND strangers THEN 'apart: name and place alone'
         ELSE 'nothing forbids a link' END AS rule
FROM compared;

CREATE OR REPLACE TEMP TABLE wrong_case AS
SELECT what, cluster, person, any_value(pairs) AS pairs,
    arg_min(kind, (-agreement, mention_a, mention_b)) AS label,
    arg_min(rule, (-agreement, mention_a, mention_b)) AS rule,
    arg_min(concat_ws('; ', number, name, birth, sex, county, phone, household), (-agreement, mention_a, mention_b)) AS kind
FROM wrong_pair
GROUP BY what, cluster, person
