/*
code: P10
title: 照料护理档次不符
title_en: Care grade does not fit self-care ability
category: policy_gap
subject: person
department: mz
severity: 3
days: 20
urgency_basis: default
datasets: [mz_household, mz_member]
parameters: []
legal_basis: {document: '兰州市人民政府《多举措夯实民政兜底保障根基 全力巩固脱贫攻坚成果》2022', clause: 三（护理补贴三种情形）}
evidence: {self_care_failed: 不能自理项数, care_grade: 现档次, due_grade: 应定档次}
*/
-- How many of the six activities make a grade stands in 民政部《特困人员认定办法》, which the document of Chongqing names.
SELECT person_id, household_id, county_code, [household_row, member_row] AS "rows",
       {'self_care_failed': self_care_failed, 'care_grade': care_grade, 'due_grade': due_grade} AS facts
FROM (SELECT *, CASE WHEN self_care_failed = 0 THEN 'full' WHEN self_care_failed BETWEEN 1 AND 3 THEN 'partial'
                     WHEN self_care_failed >= 4 THEN 'none' END AS due_grade
      FROM tonight.covered WHERE class = 'tekun')
WHERE care_grade <> due_grade
