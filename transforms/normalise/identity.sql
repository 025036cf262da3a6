-- Purpose: folding and masking of identity numbers; what a number is worth is decided in id_parse.sql.
-- Grain:   scalar macros; `t` may be of any type.
-- Result:  id_fold  upper case, every form of X, no blanks, separators or quotes, no `.0` of a spreadsheet; masks
--                   kept as *; NULL for blanks
--          mask_id  420102********1234; shorter numbers keep two characters at each end, the shortest none

CREATE OR REPLACE TEMP MACRO _id_stripped(f) AS regexp_replace(regexp_replace(
    translate(upper(f), '×✕✖╳ΧХ●○•◆■※☆★╱', 'XXXXXX********'), '\.0*$', ''), '[\s\-_.·,;:=''"`’‘“”]+', '', 'g');

-- What is left without its separators may be a word for nothing, such as `无.`; in a list, so that it is worked out once.
CREATE OR REPLACE TEMP MACRO _id_of_folded(f) AS
    list_transform([_id_stripped(f)], lambda bare: CASE WHEN _no_value(bare) THEN NULL ELSE bare END)[1];

CREATE OR REPLACE TEMP MACRO _id_is_plain(t) AS regexp_full_match(t, '[A-Z*]*\d[\dA-Z*]*');

CREATE OR REPLACE TEMP MACRO _id_fold(t) AS CASE
    WHEN _id_is_plain(t) THEN t
    ELSE _id_of_folded(fold_text(t)) END;

CREATE OR REPLACE TEMP MACRO id_fold(t) AS _id_fold(CAST(t AS VARCHAR));

CREATE OR REPLACE TEMP MACRO _mask_id(t) AS CASE
    WHEN length(t) >= 15 THEN left(t, 6) || repeat('*', length(t) - 10) || right(t, 4)
    WHEN length(t) >= 8 THEN left(t, 2) || repeat('*', length(t) - 4) || right(t, 2)
    ELSE repeat('*', length(t)) END;

CREATE OR REPLACE TEMP MACRO mask_id(t) AS _mask_id(CAST(t AS VARCHAR));
