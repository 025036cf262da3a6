-- Purpose: folding of delivered text before anything else reads it.
-- Grain:   scalar macros; `t` may be of any type.
-- Result:  fold_text  full-width to ASCII, zero-width characters and outer blanks removed, NULL for blanks and
--                     for what people type into a field that has no value (无, -, null …).
-- Inputs:  BLANKS, ZERO_WIDTH, SPACES: invisible characters, put in by register().
-- `none` is no blank: it is a code in several datasets.

-- Every kind of blank becomes a space, full-width forms and dashes become ASCII, zero-width characters go.
CREATE OR REPLACE TEMP MACRO _to_ascii(t) AS translate(
    t,
    '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～￥−–—‐‑﹣$BLANKS$ZERO_WIDTH',
    '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~¥------$SPACES');

CREATE OR REPLACE TEMP MACRO _folded(t) AS CASE
    WHEN regexp_full_match(t, '[ -~\x{3400}-\x{9fff}]*') THEN trim(t)
    ELSE trim(_to_ascii(t)) END;

-- A pattern, not IN: a list of constants becomes a join, which would fold every row twice over.
CREATE OR REPLACE TEMP MACRO _no_value(folded) AS strlen(folded) <= 8
    AND regexp_full_match(folded, '(?i)(?:无|null|nan|<na>|#?n/a|-{1,3}|[/\\.]|\\n|空|暂无|不详|未知)?');

CREATE OR REPLACE TEMP MACRO fold_text(t) AS CASE
    WHEN _no_value(_folded(CAST(t AS VARCHAR))) THEN NULL
    ELSE _folded(CAST(t AS VARCHAR)) END;
