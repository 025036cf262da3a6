-- Purpose: short codes.
-- Grain:   scalar macros; `t` may be of any type.
-- Result:  parse_sex     M, F, from 男 女 1 2 M F; 0 and 9 (unknown, not stated) are NULL
--          parse_yes_no  BOOLEAN, from Y N 是 否 1 0
--          area6         county: the first six digits of a GB/T 2260 code of 6 to 12 digits (its existence is not
--                        checked: genuine data carry codes that no edition lists)

CREATE OR REPLACE TEMP MACRO parse_sex(t) AS CASE lower(_folded(CAST(t AS VARCHAR)))
    WHEN '男' THEN 'M' WHEN '1' THEN 'M' WHEN 'm' THEN 'M' WHEN '男性' THEN 'M' WHEN 'male' THEN 'M' WHEN '1.0' THEN 'M'
    WHEN '01' THEN 'M'
    WHEN '女' THEN 'F' WHEN '2' THEN 'F' WHEN 'f' THEN 'F' WHEN '女性' THEN 'F' WHEN 'female' THEN 'F' WHEN '2.0' THEN 'F'
    WHEN '02' THEN 'F' END;

CREATE OR REPLACE TEMP MACRO parse_yes_no(t) AS CASE lower(_folded(CAST(t AS VARCHAR)))
    WHEN 'y' THEN true WHEN 'n' THEN false WHEN '是' THEN true WHEN '否' THEN false WHEN '1' THEN true
    WHEN '0' THEN false WHEN 'yes' THEN true WHEN 'no' THEN false WHEN 'true' THEN true WHEN 'false' THEN false
    WHEN '1.0' THEN true WHEN '0.0' THEN false WHEN 't' THEN true WHEN 'f' THEN false END;

CREATE OR REPLACE TEMP MACRO _area6(t) AS CASE
    WHEN regexp_full_match(t, '\d{6}') THEN t
    ELSE nullif(regexp_extract(_folded(t), '^(\d{6})\d{0,6}(?:\.0+)?$', 1), '') END;

CREATE OR REPLACE TEMP MACRO area6(t) AS _area6(CAST(t AS VARCHAR));
