-- Purpose: what the checker needs beyond the normalising macros: school terms, whether a row names anybody, and values
--          shown so that a message gives nobody away.
-- Grain:   scalar macros over text.
-- Inputs:  fold_text and id_fold, which every connection has.
-- Result:  contract_term        2025-2026-1, from that or 2025-2026学年第一学期 (上/秋 1, 下/春 2); NULL when unreadable
--          contract_blank       whether a text says nothing (the two quick answers only spare folding)
--          contract_numberless  whether a text holds no identity number: nothing, zeros, a name in its place, what a spreadsheet
--                               made of it (4.2E+17)
--          contract_number      whether an identity number can be used to find anybody at all
--          contract_shown       a value for a message: short dates, months and amounts as they are, all else masked

-- `[x FOR x IN [expression] IF …][1]` names a value once: a macro argument is copied to every place that uses it, and
-- planning such copies costs more than running them.
CREATE OR REPLACE TEMP MACRO contract_term(t) AS [spelt FOR spelt IN [translate(
        regexp_replace(fold_text(t),
            '^(\d{4})\s*[-/~至]\s*(\d{4})\s*(?:学年度?)?\s*[-/]?\s*第?([12一上秋二下春])季?(?:学期)?$', '\1-\2-\3'),
        '一上秋二下春', '111222')]
    IF regexp_full_match(spelt, '\d{4}-\d{4}-[12]')
        AND try_cast(spelt[6:9] AS INTEGER) = try_cast(spelt[1:4] AS INTEGER) + 1][1];

CREATE OR REPLACE TEMP MACRO contract_blank(t) AS CASE
    WHEN t >= '0' AND t < ':' THEN false
    WHEN t >= '一' AND t < '龥' AND t[1] NOT IN ('无', '空', '暂', '不', '未') THEN false
    ELSE fold_text(t) IS NULL END;

-- (Nearly all begin with an area code, of which the six digits are not the same.)
CREATE OR REPLACE TEMP MACRO contract_numberless(t) AS CASE
    WHEN t >= '1' AND t < ':' AND strlen(t) >= 15 AND try_cast(left(t, 6) AS INTEGER) % 111111 <> 0 THEN false
    ELSE contract_blank(t)
         OR regexp_full_match(t, '[^0-9０-９]*|0+|1+|2+|3+|4+|5+|6+|7+|8+|9+|\d(?:\.\d+)?[eE]\+?\d+') END;

CREATE OR REPLACE TEMP MACRO contract_number(t) AS len([folded FOR folded IN [id_fold(t)]
    IF regexp_full_match(folded,
            '\d{15}|\d{17}[\dX*]?|\d{17}[\dX]\d{2}(?:B\d+)?|G\d{17}[\dX]|[A-Z]{1,4}\d{5,17}[\dX]?|\d{8,10}')
        AND NOT regexp_full_match(folded, '0+|1+|9+')]) > 0;

CREATE OR REPLACE TEMP MACRO contract_shown(t) AS CASE
    WHEN regexp_full_match(t, '[0-9年月日元¥￥,.\-/: ]{1,10}') THEN '''' || t || ''''
    ELSE '''' || left(t, 1) || '***'' (' || length(t) || ' characters)' END;
