-- Purpose: core.person: the best record of everybody, and the day of death by certificate.
-- Grain:   person.
-- Inputs:  $people (matching); any_wj_death. Of several certificates the earliest date counts.
INSERT INTO core.person BY NAME
SELECT p.person_id, p.id_number, p.id_status, p.name, p.sex, p.birth_date, p.county_code, p.phone, d.died_on, p.mentions,
       p.id_number_row, p.name_row, p.birth_date_row, p.county_code_row, p.phone_row
FROM $people p
LEFT JOIN (SELECT person_id, min(died_on) AS died_on FROM any_wj_death WHERE person_id IS NOT NULL GROUP BY person_id) d
    USING (person_id);
