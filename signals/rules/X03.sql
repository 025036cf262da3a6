/*
code: X03
title: 收入超标
title_en: Income over the dibao standard
category: may_exit
subject: household
department: mz
severity: 2
days: 15
urgency_basis: default
datasets: [mz_household, mz_member]
any_of: [rs_insurance, rs_pension]
presence: [{dataset: rs_pension, period: last_month, column: pay_month}]
parameters: [dibao_standard, employment_cost_ratio, minimum_wage, basic_pension_counted, exit_income_ratio, grace_income_ratio, grace_after_job_only]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 分类处置预警信息}
evidence: {wages: 家庭月工资收入（元，按缴费基数）, job_cost: 每名就业者已扣减就业成本（元）, pensions: 计入收入的家庭月养老金（元）, income_per_head: 家庭人均月收入（元）, standard: 低保标准（元/月）, proposal: 建议, grace_started_on: 渐退期起始}
*/
WITH dibao AS (
    SELECT household_id, county_code, household_size, row_key, grace_started_on,
           param_at_for('dibao_standard', county_code, coalesce(residence, CASE category WHEN '120' THEN 'rural' ELSE 'urban' END)) AS standard,
           param_at('employment_cost_ratio', county_code) * param_at('minimum_wage', county_code) AS job_cost,
           param_at('basic_pension_counted', county_code) = 1 AS basic_counted
    FROM core.household
    WHERE in_force AND category IN ('110', '120') AND household_size > 0
), member AS (
    SELECT DISTINCT household_id, person_id FROM core.household_member WHERE person_id IS NOT NULL
), wage AS (
    SELECT person_id, sum(base) AS base, list(row_key) AS "rows" FROM tonight.wage GROUP BY person_id
), income AS (
    SELECT m.household_id, m.person_id, 0 AS wages, p."rows",
           CASE WHEN d.basic_counted THEN p.basic ELSE p.basic - p.resident_basic END + p.account AS pension
    FROM member m JOIN dibao d USING (household_id) JOIN (
        SELECT person_id, sum(coalesce(basic_amount, 0)) AS basic, sum(coalesce(account_amount, 0)) AS account,
               coalesce(sum(basic_amount) FILTER (kind = 'resident'), 0) AS resident_basic, list(row_key) AS "rows"
        FROM tonight.rs_pension WHERE pay_month = last_month() GROUP BY person_id) p USING (person_id)
    UNION ALL
    SELECT m.household_id, m.person_id, greatest(w.base - d.job_cost, 0), w."rows", 0
    FROM member m JOIN dibao d USING (household_id) JOIN wage w USING (person_id)
), per_head AS (
    SELECT d.household_id, any_value(d.county_code) AS county_code, any_value(d.standard) AS standard,
           any_value(d.grace_started_on) AS grace_started_on, any_value(d.job_cost) AS job_cost,
           sum(i.wages) AS wages, sum(i.pension) AS pensions, (sum(i.wages) + sum(i.pension)) / any_value(d.household_size) AS income,
           list_append(flatten(list(i."rows")), any_value(d.row_key)) AS "rows", list(DISTINCT i.person_id) AS people
    FROM dibao d JOIN income i USING (household_id)
    GROUP BY d.household_id
)
SELECT household_id, county_code, "rows", people,
       {'wages': round(wages, 2), 'job_cost': round(job_cost, 2), 'pensions': round(pensions, 2),
        'income_per_head': round(income, 2), 'standard': standard,
        'proposal': CASE WHEN income < param_at('grace_income_ratio', county_code) * standard
                          AND (param_at('grace_after_job_only', county_code) = 0 OR wages > 0) THEN 'grace' ELSE 'review' END,
        'grace_started_on': grace_started_on} AS facts
FROM per_head
-- to a hundredth of a fen: binary fractions must not decide a case that lies on the threshold
WHERE round(income, 4) > round(param_at('exit_income_ratio', county_code) * standard, 4)
