-- Purpose: what a mention *says*, as 64-bit keys: the same wherever its row lies (file, row number, batch date).
-- Inputs:  columns of a mention (docs/inside.md, "Mentions").  Output: scalar macros of the connection.
--
-- content_key   everything the mention says
-- number_key    its usable number with the surname, unless the row's own birth year denies the number (guardian's)
-- home_key      name, birth date and household          } for a person whose number changed
-- phone_key     name, birth date and telephone number   }
-- place_key     name, birth date and county, only where no usable number is given
-- MD5 rather than DuckDB's hash(): these keys stay in the ledger over releases of DuckDB.
CREATE OR REPLACE TEMP MACRO key_of(kind, t) AS md5_number_lower(kind || chr(31) || t);
CREATE OR REPLACE TEMP MACRO part(v) AS coalesce(v::VARCHAR, '') || chr(31);
CREATE OR REPLACE TEMP MACRO number_birth(id18) AS
    CASE WHEN regexp_full_match(id18, '[0-9]{17}[0-9X]') THEN try_strptime(substr(id18, 7, 8), '%Y%m%d')::DATE END;
CREATE OR REPLACE TEMP MACRO denies(birth_date, id18) AS
    coalesce(abs(year(birth_date) - year(number_birth(id18))) > 1, false);
CREATE OR REPLACE TEMP MACRO born(birth_date, id18) AS coalesce(birth_date, number_birth(id18));
CREATE OR REPLACE TEMP MACRO content_key(
    source, role, id_type, id_text, id_second, name, sex, birth_date, phone, county_code, household_id) AS
    key_of('content', part(source) || part(role) || part(id_type) || part(id_text) || part(id_second) || part(name)
        || part(sex) || part(birth_date) || part(phone) || part(county_code) || part(household_id));
CREATE OR REPLACE TEMP MACRO number_key(id18, name, birth_date) AS
    CASE WHEN NOT denies(birth_date, id18) THEN key_of('number', part(id18) || part(name[1])) END;
CREATE OR REPLACE TEMP MACRO home_key(name, birth, household_id) AS
    CASE WHEN (name || birth || household_id) IS NOT NULL
         THEN key_of('home', part(name) || part(birth) || part(household_id)) END;
CREATE OR REPLACE TEMP MACRO phone_key(name, birth, phone) AS
    CASE WHEN (name || birth || phone) IS NOT NULL
         THEN key_of('phone', part(name) || part(birth) || part(phone)) END;
CREATE OR REPLACE TEMP MACRO place_key(name, birth, county_code, id18) AS
    CASE WHEN id18 IS NULL AND (name || birth || county_code) IS NOT NULL
         THEN key_of('place', part(name) || part(birth) || part(county_code)) END;
-- what a record says of who it is, for reviewers' decisions when the rest of the row changed; NULL when it says too little
CREATE OR REPLACE TEMP MACRO identity_key(id_text, name, birth_date) AS
    CASE WHEN name IS NOT NULL AND coalesce(id_text, birth_date::VARCHAR) IS NOT NULL
         THEN key_of('identity', part(id_text) || part(name) || part(birth_date)) END;
