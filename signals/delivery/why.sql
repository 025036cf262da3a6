-- Purpose: why, in one sentence: the facts of the case under their Chinese labels, what they suggest, what to do.
-- Grain: why one planned signal.
-- Inputs: planned, mart.signal (evidence), delivery_rule (rule, action), delivery_label (rule, fact, label); variable
-- delivery_words (MAP code → Chinese).
CREATE OR REPLACE TEMP TABLE why AS
WITH told AS (
    SELECT s.signal_id, s.rule, s.title, s.evidence -> '$.cases[0]' AS facts,
           json_array_length(s.evidence, '$.cases') AS cases
    FROM mart.signal s SEMI JOIN planned USING (signal_id)
), fact AS (
    SELECT signal_id, rule, unnest(json_keys(facts)) AS name, unnest(range(len(json_keys(facts)))) AS place, facts FROM told
), said AS (
    SELECT f.signal_id, f.place, f.name, coalesce(l.label, f.name) AS label, json_extract(facts, '$."' || name || '"') AS value
    FROM fact f LEFT JOIN delivery_label l ON l.rule = f.rule AND l.fact = f.name
), worded AS (
    SELECT signal_id, place, label, json_type(value) IN ('DOUBLE', 'BIGINT', 'UBIGINT') AS is_number, CASE json_type(value)
        WHEN 'NULL' THEN '无记录'
        WHEN 'BOOLEAN' THEN CASE WHEN value::BOOLEAN THEN '是' ELSE '否' END
        WHEN 'ARRAY' THEN array_to_string(
            list_transform(value::VARCHAR[], lambda x: coalesce(words[x], x)), '、')
        WHEN 'BIGINT' THEN coalesce(words[name || ' ' || (value ->> '$')], value ->> '$')   -- an amount may look like a code
        WHEN 'UBIGINT' THEN coalesce(words[name || ' ' || (value ->> '$')], value ->> '$')
        WHEN 'DOUBLE' THEN regexp_replace(round(value::DOUBLE, 4)::VARCHAR, '\.0$', '')
        ELSE coalesce(words[name || ' ' || (value ->> '$')], words[value ->> '$'],
                      CASE WHEN name LIKE '%month%' THEN left(value ->> '$', 7) END, value ->> '$') END AS text
    FROM said, (SELECT getvariable('delivery_words') AS words)
), sentence AS (
    SELECT signal_id, string_agg(
        CASE WHEN is_number AND label LIKE '%（%）'
             THEN regexp_replace(label, '（[^（]*）$', '') || text || regexp_extract(label, '（([^（]*)）$', 1)
             ELSE label || '：' || text END, '，' ORDER BY place) AS facts
    FROM worded GROUP BY signal_id
)
SELECT t.signal_id,
       concat(f.facts, CASE WHEN t.cases > 1 THEN '（共' || t.cases || '项）' END, CASE WHEN f.facts IS NOT NULL THEN '，' END,
              '提示“', t.title, '”，', coalesce(r.action, '请核实'), '。') AS why
FROM told t LEFT JOIN sentence f USING (signal_id) LEFT JOIN delivery_rule r USING (rule);
