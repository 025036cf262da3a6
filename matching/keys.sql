-- Purpose: what a mention *says*, as 64-bit keys: the same wherever its row lies (file, row number, batch date).
-- Inputs:  columns of a mention (docs/inside.md, "Mentions").  Output: scalar macros of the connection.
--
-- content_key   everything the mention says (its usable number, or else the number as typed)
-- number_said   its usable number with the surname, unless the row's own birth year denies the number (a guardian's)
-- home_said     name and household                       }
-- phone_said    name and telephone number                } weaker marks, for a person whose number changed
-- typed_said    name and a number that is not usable     } or who has none
-- place_said    name, birth date and county, where no number of its own is given; without a birth date, source for it
-- identity_key  name, number, birth date: for reviewers' decisions when the rest of the row changed
-- What ends in _said is text, whose MD5 is the key: many mentions of a person say the same, which is hashed once.
-- NULL when the mention says too little.
-- MD5 rather than DuckDB's hash(): these keys stay in the ledger over releases of DuckDB.  concat() takes NULL as empty.
CREATE OR REPLACE TEMP MACRO number_birth(id18) AS
    CASE WHEN regexp_full_match(id18, '[0-9]{17}[0-9X]') THEN try_strptime(substr(id18, 7, 8), '%Y%m%d')::DATE END;
-- Years first: only where they lie apart does it matter whether the number has a birth date at all.
CREATE OR REPLACE TEMP MACRO denies(birth_date, id18) AS
    CASE WHEN abs(year(birth_date) - TRY_CAST(substr(id18, 7, 4) AS INTEGER)) > 1 THEN number_birth(id18) IS NOT NULL ELSE false END;
CREATE OR REPLACE TEMP MACRO content_key(
    source, role, id_type, id_text, id18, id_second, name, sex, birth_date, phone, county_code, household_id) AS
    md5_number_lower(concat('content', chr(31), source, chr(31), role, chr(31), id_type, chr(31), coalesce(id18, id_text),
        chr(31), id_second, chr(31), name, chr(31), sex, chr(31), birth_date, chr(31), phone, chr(31), county_code,
        chr(31), household_id));
CREATE OR REPLACE TEMP MACRO number_said(id18, name, birth_date) AS
    CASE WHEN id18 IS NOT NULL AND NOT denies(birth_date, id18)
         THEN concat('number', chr(31), id18, chr(31), name[1]) END;
CREATE OR REPLACE TEMP MACRO home_said(name, household_id) AS
    CASE WHEN name IS NOT NULL AND household_id IS NOT NULL
         THEN concat('home', chr(31), name, chr(31), household_id) END;
CREATE OR REPLACE TEMP MACRO phone_said(name, phone) AS
    CASE WHEN name IS NOT NULL AND phone IS NOT NULL
         THEN concat('phone', chr(31), name, chr(31), phone) END;
CREATE OR REPLACE TEMP MACRO typed_said(name, id_text, id18) AS
    CASE WHEN id18 IS NULL AND name IS NOT NULL AND id_text IS NOT NULL
         THEN concat('typed', chr(31), name, chr(31), id_text) END;
CREATE OR REPLACE TEMP MACRO place_said(source, name, birth_date, county_code, id18) AS
    CASE WHEN (id18 IS NULL OR denies(birth_date, id18)) AND name IS NOT NULL AND county_code IS NOT NULL
         THEN concat('place', chr(31), name, chr(31), coalesce(birth_date::VARCHAR, source), chr(31),
                                      county_code) END;
CREATE OR REPLACE TEMP MACRO identity_key(id_text, id18, name, birth_date) AS
    CASE WHEN name IS NOT NULL AND coalesce(id18, id_text, birth_date::VARCHAR) IS NOT NULL
         THEN md5_number_lower(concat('identity', chr(31), coalesce(id18, id_text), chr(31), name, chr(31), birth_date)) END;
