-- Purpose: folding of delivered text before anything else reads it.
-- Grain:   scalar macros; `t` may be of any type.
-- Result:  fold_text  full-width to ASCII, zero-width characters and outer blanks removed, NULL for blanks and
--                     for what people type into a field that has no value (无, -, null …).
-- `none` is no blank: it is a code in several datasets.

-- Every kind of blank becomes a space, full-width forms and dashes become ASCII, zero-width characters go.
CREATE OR REPLACE TEMP MACRO _to_ascii(t) AS translate(
    t,
    '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～￥−–—‐‑﹣'
    || chr(12288) || chr(160) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199)
    || chr(8200) || chr(8201) || chr(8202) || chr(8239) || chr(8287) || chr(5760) || chr(9) || chr(10) || chr(11)
    || chr(12) || chr(13)
    || chr(8203) || chr(8204) || chr(8205) || chr(8206) || chr(8207) || chr(8288) || chr(8289) || chr(8290)
    || chr(8291) || chr(8292) || chr(65279) || chr(173) || chr(8234) || chr(8235) || chr(8236) || chr(8237)
    || chr(8238) || chr(8294) || chr(8295) || chr(8296) || chr(8297) || chr(6158) || chr(65038) || chr(65039),
    '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~¥------'
    || repeat(' ', 19));

CREATE OR REPLACE TEMP MACRO _folded(t) AS CASE
    WHEN regexp_full_match(t, '[ -~\x{3400}-\x{9fff}]*') THEN trim(t)
    ELSE trim(_to_ascii(t)) END;

-- A pattern, not IN: a list of constants becomes a join, which would fold every row twice over.
CREATE OR REPLACE TEMP MACRO _no_value(folded) AS strlen(folded) <= 8
    AND regexp_full_match(folded, '(?i)(?:无|null|nan|<na>|#?n/a|-{1,3}|[/\\.]|\\n|空|暂无|不详|未知)?');

CREATE OR REPLACE TEMP MACRO fold_text(t) AS CASE
    WHEN _no_value(_folded(CAST(t AS VARCHAR))) THEN NULL
    ELSE _folded(CAST(t AS VARCHAR)) END;
