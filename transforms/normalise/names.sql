-- Purpose: folding and masking of names.
-- Grain:   scalar macros; `t` may be of any type.
-- Result:  name_fold  dots of minority names as ·, no spaces, marks stuck to a complete name removed ((户主), （大）,
--                     (亡), a trailing 1 or *); wildcards (? □ * and private-use characters), pinyin in capitals and
--                     newborn forms (张三之子) stay, for matching to see
--          name_is_clean  whether name_fold leaves the text as it is, cheaply told (false says nothing)
--          mask_name  the first character and *

-- Kangxi and CJK radicals that stand for the character itself.
CREATE OR REPLACE TEMP MACRO _radicals(t) AS translate(t,
    '⺟⻳⼀⼁⼂⼃⼄⼅⼆⼇⼈⼉⼊⼋⼌⼍⼎⼏⼐⼑⼒⼓⼔⼕⼖⼗⼘⼙⼚⼛⼜⼝⼞⼟⼠⼡⼢⼣⼤⼥⼦⼧⼨⼩⼪⼫⼬⼭⼮⼯⼰⼱⼲⼳⼴⼵⼶⼷⼸⼹⼺⼻⼼⼽⼾⼿⽀⽁⽂⽃⽄⽅⽆⽇⽈⽉⽊⽋⽌⽍⽎⽏⽐⽑⽒⽓⽔⽕⽖⽗⽘⽙⽚⽛⽜⽝⽞⽟⽠⽡⽢⽣⽤⽥⽦⽧⽨⽩⽪⽫⽬⽭⽮⽯⽰⽱⽲⽳⽴⽵⽶⽷⽸⽹⽺⽻⽼⽽⽾⽿⾀⾁⾂⾃⾄⾅⾆⾇⾈⾉⾊⾋⾌⾍⾎⾏⾐⾑⾒⾓⾔⾕⾖⾗⾘⾙⾚⾛⾜⾝⾞⾟⾠⾡⾢⾣⾤⾥⾦⾧⾨⾩⾪⾫⾬⾭⾮⾯⾰⾱⾲⾳⾴⾵⾶⾷⾸⾹⾺⾻⾼⾽⾾⾿⿀⿁⿂⿃⿄⿅⿆⿇⿈⿉⿊⿋⿌⿍⿎⿏⿐⿑⿒⿓⿔⿕',
    '母龟一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠');

CREATE OR REPLACE TEMP MACRO _name_chars(f) AS regexp_replace(
    CASE WHEN regexp_full_match(f, '[ -Z|~a-z·\x{4e00}-\x{9fff}]*') THEN replace(upper(f), '.', '·')
         ELSE translate(CASE WHEN regexp_matches(f, '[\x{2e80}-\x{2fdf}]') THEN _radicals(nfc_normalize(upper(f)))
                             ELSE nfc_normalize(upper(f)) END,
            '•・．.‧∙⋅●▪◦･᛫｡【〔［〖〈《「『{[】〕］〗〉》」』}]', '·············(((((((((())))))))))') END,
    '[\s"''`’‘“”|]+', '', 'g');

-- Dots and marks before a name; marks after a complete one, that is after two characters which are no wildcards.
CREATE OR REPLACE TEMP MACRO _name_marks(n) AS regexp_replace(regexp_replace(n,
    '^(?:·|\([^()]*\))*([^·].*)$', '\1'),
    '^([^()*·]{2,}?[^()]*?)(?:\([^()]*\)?|[\d①-⑳*·#★☆※,;:、，。/\\_~+=-])*$', '\1');

-- Something without a letter or a sign that stands for one is no name.
CREATE OR REPLACE TEMP MACRO _name_pattern() AS '^.*[\pL\x{3007}?□*○\x{e000}-\x{f8ff}\x{f0000}-\x{10fffd}].*$';
CREATE OR REPLACE TEMP MACRO _name_of_folded(f) AS
    nullif(regexp_extract(_name_marks(_name_chars(f)), _name_pattern()), '');

-- Two to four Han characters need no folding.
CREATE OR REPLACE TEMP MACRO name_is_clean(t) AS
    regexp_full_match(t, '[\x{4e00}-\x{9fff}]{2,4}') AND t <> '不详' AND t <> '未知' AND t <> '暂无';

CREATE OR REPLACE TEMP MACRO _name_fold(t) AS CASE WHEN name_is_clean(t) THEN t ELSE _name_of_folded(fold_text(t)) END;

CREATE OR REPLACE TEMP MACRO name_fold(t) AS _name_fold(CAST(t AS VARCHAR));

-- A relation, its column `name` as name_fold gives it, in layers (see id_parse.sql).
CREATE OR REPLACE TEMP MACRO name_folded(relation) AS TABLE
SELECT * EXCLUDE (clean_name, name_text, name_chars)
    REPLACE (CASE WHEN clean_name THEN name ELSE nullif(regexp_extract(_name_marks(name_chars), _name_pattern()), '') END AS name)
FROM (SELECT *, CASE WHEN NOT _no_value(name_text) THEN _name_chars(name_text) END AS name_chars
      FROM (SELECT *, CASE WHEN NOT clean_name THEN _folded(name) END AS name_text
            FROM (SELECT *, name_is_clean(name) AS clean_name FROM query_table(relation))));

CREATE OR REPLACE TEMP MACRO mask_name(t) AS left(CAST(t AS VARCHAR), 1) || '*';
