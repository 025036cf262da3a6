/*
code: R04
title: 重复参保
title_en: Enrolled twice in one year
category: duplicate
subject: person
department: yb
severity: 2
days: 10
urgency_basis: default
datasets: [yb_enrolment]
parameters: []
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 加强低收入人口动态监测（避免重复救助）}
evidence: {years: 参保年度}
*/
SELECT person_id, list(row_key) AS "rows", {'years': list_sort(list(DISTINCT year))} AS facts
FROM (SELECT person_id, year, unnest(list(row_key)) AS row_key
      FROM fact.yb_enrolment
      WHERE person_id IS NOT NULL AND status = 'active' AND scheme IN ('310', '390')
      GROUP BY person_id, year
      HAVING count(DISTINCT scheme) = 2)
GROUP BY person_id
