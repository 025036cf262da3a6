-- Purpose: dates and months as departments spell them.
-- Grain:   scalar macros; `t` may be of any type.
-- Result:  parse_date   DATE from 1987-06-05, 19870605, 1987.6.5, 1987/6/5, 1987年6月5日; full-width digits, one-digit
--                       months and days, a trailing time of day and 19870605.0 are read too
--          parse_month  first day of the month, from 202511, 2025-11, 2025年11月, or any date
-- Years outside 1850-2100 and days that no calendar has give NULL. A dot needs two digits after it in a month:
-- 2025.1 may be October cut short by a spreadsheet.

CREATE OR REPLACE TEMP MACRO _date_of_folded(f) AS try_cast(regexp_replace(
    regexp_extract(f, '^(?:18[5-9]\d|19\d\d|20\d\d|2100)(?:\d{4}(?:\d{6}|\.0+)?|\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?(?:[\sT]+\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?(?:Z|\+\d\d(?::?\d\d)?)?)?)$'),
    '^(\d{4})(?:(\d\d)(\d\d)(?:\d{6}|\.0+)?|\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\D?.*)$',
    '\1-\2\4-\3\5') AS DATE);

-- Ten characters with dashes at 5 and 8, and eight digits, need no pattern; dots and slashes only a look.
CREATE OR REPLACE TEMP MACRO _parse_date(t) AS coalesce(
    CASE WHEN strlen(t) = 10 AND t BETWEEN '1850' AND '2101' AND t[5] = '-' AND t[8] = '-' AND t[10] <= '9'
        THEN try_cast(t AS DATE)
        WHEN t BETWEEN '1850' AND '2101' AND regexp_full_match(t, '\d{4}[-./]\d{1,2}[-./]\d{1,2}')
        THEN try_cast(replace(t, '.', '-') AS DATE)
        WHEN strlen(t) = 8 AND try_cast(t AS INTEGER) BETWEEN 18500101 AND 21001231
        THEN CAST(try_strptime(t, '%Y%m%d') AS DATE) END,
    _date_of_folded(_folded(t)));

CREATE OR REPLACE TEMP MACRO parse_date(t) AS _parse_date(CAST(t AS VARCHAR));

CREATE OR REPLACE TEMP MACRO _month_of_folded(f) AS try_cast(regexp_replace(
    regexp_extract(f, '^(?:18[5-9]\d|19\d\d|20\d\d|2100)(?:\d\d(?:\.0+)?|\s*[-/]\s*\d{1,2}|\.\d\d|\s*年\s*\d{1,2}\s*月?(?:份)?)$'),
    '^(\d{4})\D*(\d{1,2})(?:\D.*)?$', '\1-\2-01') AS DATE);

CREATE OR REPLACE TEMP MACRO parse_month(t) AS coalesce(
    _month_of_folded(_folded(CAST(t AS VARCHAR))),
    CAST(date_trunc('month', parse_date(t)) AS DATE));
