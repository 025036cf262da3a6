-- Purpose: cells of a workbook's sheet as XML, in which every text is text.
-- Grain:   scalar macros over one value; `ref` is the cell's place, such as A2. NULL gives no cell.
-- Styles:  2 text, 3 number, 4 date: those of workbook.py.
-- A cell holds at most 32,767 UTF-16 units. `_x0041_` stands for a character by its number, so such a text is spelt out,
-- as are control characters, which XML cannot hold.
CREATE OR REPLACE TEMP MACRO xlsx_plain(t) AS
    NOT regexp_matches(t, '[&<>\x00-\x08\x0B-\x1F\x{FFFE}\x{FFFF}]|_x[0-9A-Fa-f]{4}_') AND length(t) <= 16383;

CREATE OR REPLACE TEMP MACRO xlsx_escaped(t) AS
    replace(replace(replace(array_to_string(list_transform(
        string_split(regexp_replace(left(t, greatest(16383, 32767 - length(regexp_replace(left(t, 32767), '[\x{0}-\x{FFFF}]', '', 'g')))),
                                    '(_x[0-9A-Fa-f]{4}_)', '_x005F\1', 'g'), ''),
        lambda c: CASE WHEN (c < ' ' AND c NOT IN (chr(9), chr(10))) OR c IN (chr(65534), chr(65535))
                       THEN '_x' || printf('%04X', unicode(c)) || '_' ELSE c END), ''),
        '&', '&amp;'), '<', '&lt;'), '>', '&gt;');

CREATE OR REPLACE TEMP MACRO xlsx_text(ref, t) AS
    '<c r="' || ref || '" s="2" t="inlineStr"><is><t' || CASE WHEN regexp_matches(t, '^\s|\s$') THEN ' xml:space="preserve"' ELSE '' END
    || '>' || CASE WHEN xlsx_plain(t) THEN t ELSE xlsx_escaped(t) END || '</t></is></c>';

CREATE OR REPLACE TEMP MACRO xlsx_number(ref, n) AS '<c r="' || ref || '" s="3"><v>' || n || '</v></c>';

-- Days since 1899-12-31, and one more after February 1900, which has a 29th in workbooks.
CREATE OR REPLACE TEMP MACRO xlsx_date(ref, d) AS
    '<c r="' || ref || '" s="4"><v>' || (d - DATE '1899-12-31' + (d > DATE '1900-02-28')::INTEGER) || '</v></c>';
