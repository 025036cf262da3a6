/*
code: Y01
title: 复杂个案
title_en: Complex case
category: complex
subject: household
department: county
severity: 1
days: 5
urgency_basis: default
datasets: [mz_household, mz_member]
parameters: [complex_codes]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 分类处置预警信息（困难情形复杂）}
evidence: {codes: 困难种类}
*/
WITH home AS (
    SELECT m.person_id, m.household_id, h.in_force, h.row_key,
           bool_or(h.in_force) OVER (PARTITION BY m.person_id) AS any_in_force
    FROM core.household_member m JOIN core.household h USING (household_id)
), difficulty AS (
    SELECT household_id, rule, person_id, "rows" FROM tonight.open_signal
    WHERE category IN ('new_hardship', 'may_qualify') AND subject_kind = 'household'
    UNION ALL
    SELECT h.household_id, s.rule, s.person_id, list_append(s."rows", h.row_key)
    FROM tonight.open_signal s JOIN home h USING (person_id)
    WHERE s.category IN ('new_hardship', 'may_qualify') AND (h.in_force OR NOT h.any_in_force)
)
SELECT household_id, flatten(list("rows")) AS "rows", list(DISTINCT person_id) FILTER (person_id IS NOT NULL) AS people,
       {'codes': list_sort(list(DISTINCT rule))} AS facts
FROM difficulty
GROUP BY household_id
HAVING count(DISTINCT rule) >= param('complex_codes')
