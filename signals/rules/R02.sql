/*
code: R02
title: 一人多户
title_en: Covered in two or more households
category: duplicate
subject: person
department: mz
severity: 1
days: 5
urgency_basis: default
datasets: [mz_household, mz_member]
parameters: []
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 完善低收入人口数据库（一人一次）}
evidence: {households: 在保户数, categories: 救助类别代码, counties: 所在县}
*/
SELECT person_id, min(county_code) AS county_code, flatten(list([household_row, member_row])) AS "rows",
       {'households': count(DISTINCT household_id), 'categories': list_sort(list(DISTINCT category)),
        'counties': list_sort(list(DISTINCT county_code))} AS facts
FROM tonight.covered
GROUP BY person_id
HAVING count(DISTINCT household_id) >= 2
