/*
code: P17
title: 未整户施保
title_en: Member of a household not covered
category: policy_gap
subject: household
department: mz
severity: 3
days: 20
urgency_basis: default
datasets: [mz_household, mz_member]
absence:
  - {dataset: mz_household, period: snapshot}
  - {dataset: mz_member, period: snapshot}
parameters: []
legal_basis: {document: '达州市人民政府办公室《达州市进一步做好困难帮扶工作促进共同富裕实施方案（2023—2025年）》（达市府办发〔2023〕35号）', clause: 二（二）4}
evidence: {uncovered: 未纳入人数, covered: 已纳入人数}
*/
WITH member AS (
    SELECT household_id, count(*) FILTER (NOT covered) AS uncovered, count(*) FILTER (covered) AS covered,
           list(row_key) FILTER (NOT covered) AS "rows"
    FROM core.household_member GROUP BY household_id
)
SELECT h.household_id, h.county_code, list_append(m."rows", h.row_key) AS "rows",
       {'uncovered': m.uncovered, 'covered': m.covered} AS facts
FROM core.household h JOIN member m USING (household_id)
WHERE h.in_force AND h.category IN ('110', '120') AND m.uncovered > 0
  AND coalesce(h.covered_size, m.covered) <> 1
