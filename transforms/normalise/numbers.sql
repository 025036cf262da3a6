-- Purpose: amounts, counts, telephone numbers.
-- Grain:   scalar macros; `t` may be of any type.
-- Result:  parse_amount  DECIMAL(18,2) yuan: thousands separators, ¥ ￥ 元, (1.00) and -1.00 are read
--          parse_int     INTEGER: 3, 3.0, 1,234
--          parse_phone   digits of a mobile number or of a landline (with or without its area code)

CREATE OR REPLACE TEMP MACRO _plain_number(folded) AS regexp_extract(folded,
    '^[-+]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})?(?:\.\d*)?(?:[eE][-+]?\d{1,2})?$');

CREATE OR REPLACE TEMP MACRO _amount_of_folded(f) AS try_cast(replace(_plain_number(
    regexp_replace(regexp_replace(regexp_replace(f, '(?:CNY|RMB|人民币|[¥\s])', '', 'g'), '(?:元|圆)[整正]?(\)?)$', '\1'),
        '^\(([^-()]*)\)$', '-\1')), ',', '') AS DECIMAL(18, 2));

CREATE OR REPLACE TEMP MACRO _parse_amount(t) AS coalesce(
    CASE WHEN regexp_full_match(t, '-?\d{1,15}(?:\.\d{1,2})?') THEN try_cast(t AS DECIMAL(18, 2)) END,
    _amount_of_folded(_folded(t)));

CREATE OR REPLACE TEMP MACRO parse_amount(t) AS _parse_amount(CAST(t AS VARCHAR));

CREATE OR REPLACE TEMP MACRO parse_int(t) AS try_cast(replace(
    regexp_extract(_folded(CAST(t AS VARCHAR)), '^([-+]?(?:\d{1,3}(?:,\d{3})+|\d+))(?:\.0*)?$', 1), ',', '') AS INTEGER);

-- The first number of several; without country code, separators and extension. Runs of one digit stand for "none".
CREATE OR REPLACE TEMP MACRO _phone_of_folded(f) AS nullif(regexp_extract(regexp_replace(
    regexp_replace(f, '[-\s()+]|\.0+$|(?:转|[,;/、]|ext).*$', '', 'g'), '^(?:00)?86(1\d{10}|0\d{9,11})$', '\1'),
    '^(?:1[3-9]\d{9}|0[1-9]\d{8,10}|[2-8]\d{6,7})$'), '');

-- A run of seven in eleven digits takes in the fifth to the seventh: where these differ, it need not be looked for.
CREATE OR REPLACE TEMP MACRO _parse_phone(t) AS CASE
    WHEN regexp_full_match(t, '1[3-9]\d{9}') AND try_cast(t AS BIGINT) // 10000 % 1000 % 111 <> 0 THEN t
    WHEN regexp_matches(t, '(?:0{7}|1{7}|2{7}|3{7}|4{7}|5{7}|6{7}|7{7}|8{7}|9{7})') THEN NULL
    WHEN regexp_full_match(t, '1[3-9]\d{9}') THEN t
    ELSE _phone_of_folded(_folded(t)) END;

CREATE OR REPLACE TEMP MACRO parse_phone(t) AS _parse_phone(CAST(t AS VARCHAR));
