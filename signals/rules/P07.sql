/*
code: P07
title: 学生资助未落实
title_en: Low-income student without school aid this term
category: policy_gap
subject: person
department: jy
severity: 2
days: 15
urgency_basis: default
datasets: [mz_household, mz_member, jy_student, jy_aid]
optional: [ny_monitored]
absence: [{dataset: jy_aid, period: this_term, column: term}]
parameters: [term_grace_days]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 完善专项社会救助·教育救助}
evidence: {class: 救助类别, stage: 学段, term: 学期, term_began: 开学日期}
*/
SELECT l.person_id, l.household_id, l.county_code, list_append(l."rows", s.row_key) AS "rows",
       {'class': l.class, 'stage': s.stage, 'term': this_term(), 'term_began': this_term_start()} AS facts
FROM tonight.low_person l JOIN tonight.student s USING (person_id)
WHERE this_term_start() <= as_of() - param_at('term_grace_days', l.county_code)::INTEGER
  AND NOT EXISTS (SELECT 1 FROM fact.jy_aid a WHERE a.person_id = l.person_id AND a.term = this_term())
