/*
name: covered
grain: a covered member of an in-force household of civil affairs
datasets: []
past: []
columns: {person_id: BIGINT, household_id: VARCHAR, category: VARCHAR, class: VARCHAR, residence: VARCHAR,
  county_code: VARCHAR, approved_on: DATE, labour: VARCHAR, self_care_failed: INTEGER, care_grade: VARCHAR,
  member_row: UBIGINT, household_row: UBIGINT}
*/
SELECT m.person_id, h.household_id, h.category, category_class(h.category) AS class, h.residence, h.county_code,
       h.approved_on, m.labour, m.self_care_failed, m.care_grade, m.row_key AS member_row, h.row_key AS household_row
FROM core.household h JOIN core.household_member m USING (household_id)
WHERE h.in_force AND m.covered AND m.person_id IS NOT NULL
