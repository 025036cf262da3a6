-- Purpose: what a typed identity number is worth.
-- Grain:   scalar macros, and a table macro with one row per typed value.
-- Source:  GB 11643-1999: weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2, sum modulo 11 -> 1 0 X 9 8 7 6 5 4 3 2.
--          The weight of the k-th digit from the right of the 17-digit body is 2^k modulo 11 (k from 1), so the sum
--          is the body read in base 2 instead of 10, doubled: no loop over digits, only divisions of one integer.
--          From digits d and prefixes q_k = body // 10^k follows  sum(2^k d_k) = body - 4 * sum(2^k q_k, k >= 1).
-- Result:  id_check(body)          0-10 (10 is X) for a BIGINT of 17 digits
--          id_date_ok(ymd)         whether an integer yyyymmdd is a calendar day (1800-2100)
--          id_body(t)              the first 17 digits of an 18-character value as BIGINT, else NULL
--          id18_of_body(body)      18 characters, check character computed
--          id_type_code(t)         document type, three digits
--          id_agrees(id18, birth_date, sex)  how well a row's birth date and sex speak for a number
--          id_cleaned(relation)    its rows and `clean`: column `typed` where that is a valid number as it stands, and `body`,
--                                  the first 17 digits of such a number
--          id_parse(relation)      typed, id_type -> id_text, id18, id_status, id_found_in
-- Layers of subqueries, not nested macros: a macro's argument is evaluated each time it is named, a column once.

CREATE OR REPLACE TEMP MACRO id_check(body) AS (12 - (2 * (body - 4 * (
      2 * (body // 10) + 4 * (body // 100) + 8 * (body // 1000) + 16 * (body // 10000) + 32 * (body // 100000)
    + 64 * (body // 1000000) + 128 * (body // 10000000) + 256 * (body // 100000000) + 512 * (body // 1000000000)
    + 1024 * (body // 10000000000) + 2048 * (body // 100000000000) + 4096 * (body // 1000000000000)
    + 8192 * (body // 10000000000000) + 16384 * (body // 100000000000000) + 32768 * (body // 1000000000000000)
    + 65536 * (body // 10000000000000000)))) % 11) % 11;

CREATE OR REPLACE TEMP MACRO _month_day_ok(ymd, md, d) AS
    md BETWEEN 101 AND 1231 AND d >= 1
    AND (d <= 28 AND md <= 1228
         OR d <= 30 + (md // 100 + md // 800) % 2
            AND (md // 100 <> 2 OR md = 229 AND ymd // 10000 % 4 = 0
                AND (ymd // 10000 % 100 <> 0 OR ymd // 10000 % 400 = 0)));

CREATE OR REPLACE TEMP MACRO id_date_ok(ymd) AS
    ymd BETWEEN 18000101 AND 21001231 AND _month_day_ok(ymd, ymd % 10000, ymd % 100);

-- 17 digits make 10^16 or more; only the exponent form of a float could be that large without being digits.
CREATE OR REPLACE TEMP MACRO id_body(t) AS CASE
    WHEN strlen(t) = 18 AND NOT contains(t, 'e') AND NOT contains(t, 'E') THEN try_cast(left(t, 17) AS BIGINT) END;

CREATE OR REPLACE TEMP MACRO id18_of_body(body) AS
    CAST(body AS VARCHAR) || substring('0123456789X', id_check(body) + 1, 1);

-- Rows with a typed number, each judged in passing; no pattern, so that it costs little more than reading them.
-- 18 characters that make a number of 10^17 or more are digits, or end in zeros in the exponent form of a float.
-- Since 2^5 is -1 modulo 11, the check digit is an alternating sum over blocks of five digits, each looked up (_checks);
-- _days: 1 for a day of every year (month * 100 + day), 2 for 29 February.
CREATE OR REPLACE TEMP MACRO _checks() AS (
    SELECT list(CAST((1100 - 2 * (b % 10 + 2 * (b // 10 % 10) + 4 * (b // 100 % 10) + 8 * (b // 1000 % 10) + 16 * (b // 10000)))
                     % 11 AS UTINYINT) ORDER BY b) FROM range(100000) block(b));

CREATE OR REPLACE TEMP MACRO _days() AS (
    SELECT list(CAST(CASE WHEN md = 229 THEN 2 WHEN _month_day_ok(0, md, md % 100) THEN 1 ELSE 0 END AS UTINYINT) ORDER BY md)
    FROM range(10000) day(md));

CREATE OR REPLACE TEMP MACRO id_cleaned(relation) AS TABLE
SELECT * EXCLUDE (number, ends_in_x, year, day, digit),
    CASE WHEN digit = CASE WHEN ends_in_x THEN 10 ELSE number % 10 END AND number >= 100000000000000000
              AND (day = 1 OR day = 2 AND year % 4 = 0 AND (year % 100 <> 0 OR year % 400 = 0)) AND year BETWEEN 1800 AND 2100
              AND (number % 100 <> 0 OR NOT contains(typed, 'e') AND NOT contains(typed, 'E')) THEN typed END AS clean
FROM (SELECT *, body // 10000000 % 10000 AS year, _days()[body // 1000 % 10000 + 1] AS day,
          (23 + _checks()[body % 100000 + 1] - _checks()[body // 100000 % 100000 + 1]
           + _checks()[body // 10000000000 % 100000 + 1] - _checks()[body // 1000000000000000 + 1]) % 11 AS digit
      FROM (SELECT *, number // 10 AS body
            FROM (SELECT *, CASE WHEN strlen(typed) = 18 THEN CASE WHEN ends_in_x THEN 10 * try_cast(left(typed, 17) AS BIGINT)
                                                                   ELSE try_cast(typed AS BIGINT) END END AS number
                  FROM (SELECT *, suffix(typed, 'X') AS ends_in_x FROM query_table(relation)))));

-- The forms, tried in this order: `core` is the 17- or 18-character number inside what was typed, `form` what it was in.
CREATE OR REPLACE TEMP MACRO id_parse(relation) AS TABLE
WITH lettered AS (   -- id_fold(typed) in layers
    SELECT typed, id_type, _id_is_plain(typed) AS plain, CASE WHEN NOT _id_is_plain(typed) THEN _folded(typed) END AS text
    FROM query_table(relation)
), folded AS (
    SELECT typed, id_type, CASE WHEN plain THEN typed WHEN NOT _no_value(text) THEN _id_of_folded(text) END AS f FROM lettered
), formed AS (
    SELECT *, CASE
        WHEN f IS NULL OR NOT regexp_matches(f, '\d') OR replace(f, left(f, 1), '') = ''
             OR regexp_full_match(f, '\d{6}0{9,12}') OR regexp_full_match(f, '123456789\d{6,11}') THEN 'none'
        WHEN strlen(f) = 18 AND regexp_full_match(f, '\d{17}[\dX]') THEN 'id'
        WHEN strlen(f) = 18 AND regexp_full_match(f, '\d{17}[*?#]') THEN 'starred'
        WHEN strlen(f) = 15 AND regexp_full_match(f, '\d{15}') AND coalesce(id_type, '111') = '111' THEN 'id15'
        WHEN strlen(f) >= 20 AND regexp_full_match(f, '\d{17}[\dX][1-7][1-4](?:B\d{1,2})?') THEN 'card'
        WHEN strlen(f) >= 20 AND regexp_full_match(f, '\d{17}[\dX]\d\d(?:B\d{1,2})?') THEN 'card_odd'
        WHEN strlen(f) = 19 AND regexp_full_match(f, 'G\d{17}[\dX]') THEN 'student_no'
        WHEN strlen(f) = 19 AND regexp_full_match(f, '[LJ]\d{17}[\dX]') THEN 'none'
        WHEN regexp_full_match(f, '\d{6}(?:[*#?]+|X{4,})\d{3}[\dX]') THEN 'masked'
        WHEN regexp_full_match(f, '[\dX]*[*#?]{3,}[\dX*#?]*') AND regexp_matches(f, '\d\D*\d\D*\d\D*\d') THEN 'mask_other'
        WHEN regexp_full_match(f, '[\dOIL]{17}[\dOILX]') THEN 'letters'
        WHEN regexp_full_match(f, '\d{15,18}E\+?17') THEN 'float'
        WHEN regexp_full_match(f, '\d{7,14}E\+?17') THEN 'float_short'
        WHEN coalesce(id_type, '111') <> '111' AND strlen(f) >= 5 THEN 'other'
        WHEN regexp_full_match(f, '[A-Z]{1,2}\d{7,10}|[A-Z]{3}\d{12}') THEN 'other'
        WHEN regexp_full_match(f, '\p{Han}{2,8}\d{17}[\dX]') THEN 'labelled'
        WHEN strlen(f) >= 14 THEN 'text'
        ELSE 'none' END AS form
    FROM folded
), cored AS (
    SELECT *, CASE form
        WHEN 'id' THEN f
        WHEN 'card' THEN left(f, 18)
        WHEN 'card_odd' THEN left(f, 18)
        WHEN 'student_no' THEN f[2:]
        WHEN 'labelled' THEN right(f, 18)
        WHEN 'letters' THEN translate(f, 'OIL', '011')
        WHEN 'starred' THEN left(f, 17)
        WHEN 'id15' THEN left(f, 6) || CASE WHEN right(f, 3) >= '996' THEN '18' ELSE '19' END || f[7:]
        WHEN 'float' THEN rpad(regexp_extract(f, '^\d+'), 18, '0')
        END AS core, form IN ('starred', 'id15') AS without_check
    FROM formed
), bodied AS (
    SELECT *, CASE WHEN without_check THEN try_cast(core AS BIGINT) ELSE id_body(core) END AS body FROM cored
), checked AS (
    SELECT * REPLACE (CASE WHEN without_check THEN expected ELSE core END AS core)
    FROM (SELECT *, id18_of_body(body) AS expected, (body // 1000) % 100000000 AS ymd FROM bodied)
), judged AS (
    SELECT *, form <> 'float' AND coalesce(expected = core AND id_date_ok(ymd), false) AS good FROM checked
)
SELECT
    typed,
    id_type,
    CASE WHEN form = 'none' THEN NULL
         WHEN form = 'masked' THEN left(f, 6) || '********' || right(f, 4)
         -- hidden characters stand where they would in 18, unless as many are shown as in an old or a new number
         WHEN form = 'mask_other' AND strlen(f) NOT IN (15, 18) AND regexp_full_match(f, '\d{3,14}[*#?]+[\dX]{3,4}')
             THEN rpad(regexp_extract(f, '^\d+'), (18 - strlen(regexp_extract(f, '[\dX]+$')))::INTEGER, '*') || regexp_extract(f, '[\dX]+$')
         WHEN form = 'mask_other' THEN translate(f, '#?', '**')
         -- of a number cut to few digits the last may be rounded
         WHEN form = 'float_short' THEN rpad(regexp_extract(f, '^(\d+)\dE', 1), 18, '*')
         WHEN form = 'labelled' OR form IN ('card', 'card_odd', 'student_no', 'float') AND NOT good THEN core
         ELSE f END AS id_text,
    CASE WHEN good THEN core END AS id18,
    CASE WHEN form IN ('none', 'other') THEN form
         WHEN form IN ('masked', 'mask_other', 'float_short') THEN 'masked'
         WHEN NOT good THEN CASE WHEN coalesce(id_type, '111') <> '111' THEN 'other' ELSE 'failed' END
         WHEN form IN ('id', 'card', 'student_no') THEN 'valid'
         ELSE 'repaired' END AS id_status,
    CASE form WHEN 'none' THEN NULL WHEN 'card' THEN 'card' WHEN 'card_odd' THEN 'card' WHEN 'student_no' THEN 'student_no'
              WHEN 'id15' THEN 'id15' ELSE 'id_number' END AS id_found_in
FROM judged;

-- How well birth date and sex speak for a number: 2 for the same date, 1 for the same sex, minus as much against.
CREATE OR REPLACE TEMP MACRO id_agrees(id18, birth_date, sex) AS
    coalesce(CASE WHEN strftime(birth_date, '%Y%m%d') = substring(id18, 7, 8) THEN 2 ELSE 0 END
             - CASE WHEN strftime(birth_date, '%Y%m%d') <> substring(id18, 7, 8) THEN 2 ELSE 0 END, 0)
    + coalesce(CASE WHEN (sex = 'M') = (try_cast(id18[17] AS INTEGER) % 2 = 1) THEN 1
                    WHEN sex IS NULL THEN 0 ELSE -1 END, 0);

-- Document type: three digits; 111, resident ID, when absent or not understood.
CREATE OR REPLACE TEMP MACRO id_type_code(t) AS CASE
    WHEN t IS NULL OR CAST(t AS VARCHAR) = '111' THEN '111'
    ELSE coalesce(nullif(regexp_extract(_folded(CAST(t AS VARCHAR)), '^(\d{3})(?:\.0+)?$', 1), ''), '111') END;
