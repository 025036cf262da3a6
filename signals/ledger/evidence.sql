-- Purpose: tonight's subjects with everything a signal carries, evidence as JSON text.
-- Grain: one signal that fires tonight and is not in tonight.fired_full yet.
-- Inputs: tonight.fired, tonight.rule, tonight.rule_parameters, fact.source_file, fact.uncertain_person, core.person_link,
-- core.person.
INSERT INTO tonight.fired_full
WITH todo AS (
    SELECT * FROM tonight.fired WHERE signal_id NOT IN (SELECT signal_id FROM tonight.fired_full)
), source AS (
    SELECT signal_id, k, f.dataset, f.batch, f.source_file AS file, row_number_in_file(k) AS "row"
    FROM (SELECT signal_id, unnest("rows") AS k FROM todo)
    LEFT JOIN fact.source_file f ON f.number = row_dataset(k) AND f.batch = row_batch(k) AND f.file_no = row_file(k)
), source_list AS (
    SELECT signal_id, list({'dataset': dataset, 'batch': batch, 'file': file, 'row': "row"} ORDER BY k) AS "rows"
    FROM source GROUP BY signal_id
), link AS (
    SELECT s.signal_id, list_sort(list(DISTINCT l.rule)) AS rules, min(l.score) AS lowest_score
    FROM source s JOIN core.person_link l ON l.row_key = s.k
    GROUP BY s.signal_id
), doubt AS (
    -- Nobody without a usable number can be looked for by number where something of his is missing.
    SELECT DISTINCT t.signal_id
    FROM (SELECT signal_id, rule, unnest(people) AS person_id FROM todo) t JOIN tonight.rule r ON r.code = t.rule
    WHERE t.person_id IN (SELECT person_id FROM fact.uncertain_person)
       OR (r.on_absence AND t.person_id IN (SELECT person_id FROM core.person WHERE id_status = 'none'))
)
SELECT t.signal_id, t.rule, r.title, r.category, r.subject_kind, t.person_id, t.household_id, t.batch_ref, t.department,
       t.county_code, r.severity, r.due_on, d.signal_id IS NOT NULL AS identity_uncertain,
       to_json({'rule': t.rule, 'legal_basis': r.legal_basis::JSON,
                'parameters': coalesce(c.parameters, a.parameters)::JSON, 'cases': t.cases::JSON,
                'rows': coalesce(s."rows", []),
                'identity': {'rules': coalesce(k.rules, []), 'lowest_score': k.lowest_score}})::VARCHAR AS evidence
FROM todo t JOIN tonight.rule r ON r.code = t.rule
JOIN tonight.rule_parameters a ON a.rule = t.rule AND a.county_code = ''
LEFT JOIN tonight.rule_parameters c ON c.rule = t.rule AND c.county_code = t.county_code AND c.county_code <> ''
LEFT JOIN source_list s USING (signal_id) LEFT JOIN link k USING (signal_id) LEFT JOIN doubt d USING (signal_id);
