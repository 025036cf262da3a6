-- Purpose: the best record of each person, and every usable number seen on them.
-- Grain: best_person one row per person; best_number one row per (person, number).
-- Inputs: $mentions, $links (mention, person_id), best_trust (source, attribute columns).
-- An attribute is taken from the mention that ranks highest: quality of the value (a whole name before one with unknown
-- characters, a valid number before a repaired one), trust in the dataset, newest batch (bits 43-57 of the mention),
-- then the value's own hash, so that ties do not depend on the order of rows. Leads and guardians contribute nothing.
-- rank(): 3 bits quality, 4 bits trust, 15 bits batch, 42 bits hash of the value, 64 bits mention.
CREATE OR REPLACE TEMP MACRO rank(quality, trust, mention, v) AS CASE WHEN v IS NOT NULL THEN
    ((quality::UBIGINT << 61) + (trust::UBIGINT << 57) + (((mention >> 43) & 32767) << 42) + (hash(v) >> 22))::UHUGEINT
        * 18446744073709551616::UHUGEINT + mention::UHUGEINT END;
CREATE OR REPLACE TEMP MACRO name_quality(name) AS CASE
    WHEN regexp_matches(name, '[?？*□A-Za-z0-9\x{E000}-\x{F8FF}]') THEN 0 WHEN length(name) < 2 THEN 1 ELSE 2 END;
-- What a spreadsheet may have left (15 digits and 000; what a double can hold) gives way to another number.
CREATE OR REPLACE TEMP MACRO valid_quality(id18) AS CASE
    WHEN id18 LIKE '%000' THEN 4 WHEN TRY_CAST(id18 AS BIGINT)::DOUBLE::BIGINT = TRY_CAST(id18 AS BIGINT) THEN 6 ELSE 7 END;
CREATE OR REPLACE TEMP MACRO number_quality(id_status, id18, denied) AS CASE
    WHEN id_status = 'valid' AND NOT denied THEN valid_quality(id18)
    WHEN id_status = 'repaired' AND NOT denied THEN 5
    WHEN id_status = 'valid' THEN 3 WHEN id_status = 'repaired' THEN 2 ELSE 1 END;
CREATE OR REPLACE TEMP MACRO winner(r) AS (r & 18446744073709551615::UHUGEINT)::UBIGINT;

CREATE OR REPLACE TEMP TABLE best_mention AS
SELECT l.person_id, m.mention, m.id18, m.id_second, m.id_status,
    CASE WHEN m.id_status IN ('valid', 'repaired') THEN m.id18 WHEN m.id_status = 'other' THEN m.id_text END AS id_number,
    m.name, m.sex, m.birth_date, m.phone, substr(m.county_code, 1, 6) AS county_code,
    denies(m.birth_date, m.id18) AS denied, m.source
FROM $mentions m JOIN $links l USING (mention)
WHERE m.role NOT IN ('lead', 'guardian');

CREATE OR REPLACE TEMP TABLE best_number AS
WITH seen AS (
    SELECT person_id, id18, id_status = 'valid' AS valid, denied FROM best_mention WHERE id18 IS NOT NULL
    UNION ALL
    SELECT person_id, id_second, true, denies(birth_date, id_second) FROM best_mention WHERE id_second IS NOT NULL
), counted AS (
    SELECT person_id, id18, count(*)::INTEGER AS mentions, bool_or(valid) AS valid, bool_and(denied) AS denied
    FROM seen GROUP BY person_id, id18
)
SELECT c.person_id, c.id18, c.mentions, c.valid, c.denied, s.id18 IS NOT NULL AS shared
FROM counted c LEFT JOIN (SELECT id18 FROM counted GROUP BY id18 HAVING count(*) > 1) s USING (id18);

CREATE OR REPLACE TEMP TABLE best_rank AS
SELECT person_id, count(*)::INTEGER AS mentions,
    winner(max(rank(number_quality(id_status, id18, denied), t.id, mention, id_number))) AS id_number_row,
    winner(max(rank(name_quality(b.name), t.name, mention, b.name))) AS name_row,
    winner(max(rank(0, t.sex, mention, b.sex))) AS sex_row,
    winner(max(rank(0, t.birth_date, mention, b.birth_date))) AS birth_date_row,
    winner(max(rank(0, t.county_code, mention, b.county_code))) AS county_code_row,
    winner(max(rank(0, t.phone, mention, b.phone))) AS phone_row
FROM best_mention b JOIN best_trust t USING (source)
GROUP BY person_id;

-- A number that its person's own rows deny and that another person bears is that other person's (a guardian's): it is
-- not given. Birth date and sex are the number's, where a usable resident number is given and no row denies it.
CREATE OR REPLACE TEMP VIEW best_person AS
WITH drawn AS (
    SELECT person_id, any_value(r.mentions) AS mentions,
        any_value(b.id_number) FILTER (mention = id_number_row) AS id_number,
        any_value(b.id_status) FILTER (mention = id_number_row) AS id_status,
        any_value(b.name) FILTER (mention = name_row) AS name,
        any_value(b.sex) FILTER (mention = sex_row) AS sex,
        any_value(b.birth_date) FILTER (mention = birth_date_row) AS birth_date,
        any_value(b.county_code) FILTER (mention = county_code_row) AS county_code,
        any_value(b.phone) FILTER (mention = phone_row) AS phone,
        any_value(id_number_row) AS id_number_row, any_value(name_row) AS name_row,
        any_value(birth_date_row) AS birth_date_row, any_value(county_code_row) AS county_code_row,
        any_value(phone_row) AS phone_row
    FROM best_mention b JOIN best_rank r USING (person_id) GROUP BY person_id
), doubt AS (
    SELECT person_id, bool_or(shared) AS shared, count(*) FILTER (valid AND NOT denied) > 1 AS two_numbers
    FROM best_number GROUP BY person_id
), told AS (
    SELECT d.*, coalesce(x.shared OR x.two_numbers, false) AS conflict,
        coalesce(n.shared AND n.denied, false) AS foreign_number, coalesce(NOT n.denied, false) AS sure
    FROM drawn d LEFT JOIN doubt x USING (person_id)
    LEFT JOIN best_number n ON n.person_id = d.person_id AND n.id18 = d.id_number
)
SELECT person_id,
    CASE WHEN NOT foreign_number THEN id_number END AS id_number,
    CASE WHEN conflict THEN 'conflict' WHEN id_number IS NULL THEN 'none'
         WHEN id_status = 'repaired' THEN 'repaired' ELSE 'valid' END AS id_status,
    name,
    coalesce(CASE WHEN sure THEN CASE WHEN substr(id_number, 17, 1)::INTEGER % 2 = 1 THEN 'M' ELSE 'F' END END, sex) AS sex,
    coalesce(CASE WHEN sure THEN number_birth(id_number) END, birth_date) AS birth_date,
    county_code, phone, mentions,
    CASE WHEN NOT foreign_number THEN id_number_row END AS id_number_row,
    name_row,
    CASE WHEN sure AND number_birth(id_number) IS NOT NULL THEN id_number_row ELSE birth_date_row END AS birth_date_row,
    county_code_row, phone_row
FROM told;
