-- Purpose: the words rules are written in.  Run once per night, in the temporary catalogue.
-- Inputs: the variables as_of, param.<name> and list.<name>, set from the policy in force, and dated.<name>, from what was.
CREATE OR REPLACE TEMP MACRO as_of() AS getvariable('as_of');
CREATE OR REPLACE TEMP MACRO this_month() AS date_trunc('month', getvariable('as_of'))::DATE;
CREATE OR REPLACE TEMP MACRO last_month() AS (date_trunc('month', getvariable('as_of')) - INTERVAL 1 MONTH)::DATE;
CREATE OR REPLACE TEMP MACRO age_at(born, day) AS date_sub('year', born, day);
-- Values: number of a parameter; of a parameter and key; the county's own where it has one; a list.
CREATE OR REPLACE TEMP MACRO param(name) AS getvariable('param.' || name)['|'];
CREATE OR REPLACE TEMP MACRO param_for(name, key) AS getvariable('param.' || name)['|' || key];
CREATE OR REPLACE TEMP MACRO param_at(name, county) AS
    coalesce(getvariable('param.' || name)[county || '|'], getvariable('param.' || name)['|']);
CREATE OR REPLACE TEMP MACRO param_at_for(name, county, key) AS
    coalesce(getvariable('param.' || name)[county || '|' || key], getvariable('param.' || name)['|' || key]);
-- As it was in force on an earlier day: what was paid then is measured by what was due then.
CREATE OR REPLACE TEMP MACRO number_on(numbers, day) AS list_filter(numbers, lambda v: v.since <= day)[1].value;
CREATE OR REPLACE TEMP MACRO param_on(name, county, day) AS
    coalesce(number_on(getvariable('dated.' || name)[county || '|'], day), number_on(getvariable('dated.' || name)['|'], day));
CREATE OR REPLACE TEMP MACRO param_on_for(name, county, key, day) AS
    coalesce(number_on(getvariable('dated.' || name)[county || '|' || key], day),
             number_on(getvariable('dated.' || name)['|' || key], day));
CREATE OR REPLACE TEMP MACRO param_list(name) AS getvariable('list.' || name);
-- Layers of the low-income population, and their order in medical aid (就高).
CREATE OR REPLACE TEMP MACRO category_class(category) AS CASE
    WHEN category IN ('131', '132') THEN 'tekun' WHEN category IN ('110', '120') THEN 'dibao'
    WHEN category = '600' THEN 'marginal' WHEN category = '650' THEN 'rigid' ELSE 'other' END;
CREATE OR REPLACE TEMP MACRO medical_rank(class) AS
    list_position(['tekun', 'dibao', 'monitored', 'marginal', 'rigid', 'other'], class);
-- School terms: 1 September of Y begins Y-(Y+1)-1, 1 March begins (Y-1)-Y-2.
CREATE OR REPLACE TEMP MACRO term_start(day) AS CASE
    WHEN month(day) >= 9 THEN make_date(year(day), 9, 1) WHEN month(day) >= 3 THEN make_date(year(day), 3, 1)
    ELSE make_date(year(day) - 1, 9, 1) END;
CREATE OR REPLACE TEMP MACRO term_name(start) AS CASE
    WHEN month(start) = 9 THEN year(start) || '-' || (year(start) + 1) || '-1'
    ELSE (year(start) - 1) || '-' || year(start) || '-2' END;
SET VARIABLE this_term_start = term_start(as_of());
SET VARIABLE this_term = term_name(getvariable('this_term_start'));
CREATE OR REPLACE TEMP MACRO this_term_start() AS getvariable('this_term_start');
CREATE OR REPLACE TEMP MACRO this_term() AS getvariable('this_term');
