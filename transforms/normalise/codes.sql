-- Purpose: short codes.
-- Grain:   scalar macros; `t` may be of any type.
-- Result:  parse_sex  M, F, from 男 女 1 2 M F; 0 and 9 (unknown, not stated) are NULL
--          area6      county: the first six digits of a GB/T 2260 code of 6 to 12 digits (its existence is not
--                     checked: genuine data carry codes that no edition lists)

CREATE OR REPLACE TEMP MACRO _parse_sex(t) AS CASE
    WHEN t = 'M' OR t = '男' OR t = '1' THEN 'M'
    WHEN t = 'F' OR t = '女' OR t = '2' THEN 'F'
    WHEN regexp_full_match(_folded(t), '(?i)男性?|m|male|0?1(?:\.0+)?') THEN 'M'
    WHEN regexp_full_match(_folded(t), '(?i)女性?|f|female|0?2(?:\.0+)?') THEN 'F' END;

CREATE OR REPLACE TEMP MACRO parse_sex(t) AS _parse_sex(CAST(t AS VARCHAR));

-- Functions of `t` alone: where a file keeps a column as a dictionary, they are worked out once per entry.
CREATE OR REPLACE TEMP MACRO _area6(t) AS CASE
    WHEN regexp_full_match(t, '\d{6,12}(?:\.0+)?') THEN left(t, 6)
    ELSE nullif(regexp_extract(_folded(t), '^(\d{6})\d{0,6}(?:\.0+)?$', 1), '') END;

CREATE OR REPLACE TEMP MACRO area6(t) AS _area6(CAST(t AS VARCHAR));
