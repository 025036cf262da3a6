-- Purpose: the work list of a town: everybody to visit, with everything that is open about them, whatever the office.
-- Grain: worklist one person or household × town (first 9 digits of the area, or the county where no more is known).
-- Inputs: item.
CREATE OR REPLACE TEMP TABLE worklist AS
SELECT CASE WHEN length(area) >= 9 THEN left(area, 9) ELSE area END AS town,
       CASE WHEN length(area) >= 12 AND right(area, 3) <> '000' THEN left(area, 12) END AS village,
       subject_text, any_value(name) AS name, any_value(id_number) AS id_number, any_value(phone) AS phone,
       max(household_id) AS household_id,
       max(household_category) AS household_category, min(severity) AS severity, min(due_on) AS due_on,
       count(*) AS signals, string_agg(title, '、' ORDER BY severity, rule) AS titles,
       string_agg(why, ' ' ORDER BY severity, rule) AS why, any_value(tickets) AS tickets,
       string_agg(signal_id, ' ' ORDER BY severity, rule) AS signal_ids
FROM item
WHERE change IN ('new', 'open') AND subject_kind <> 'batch' AND category <> 'data' AND area IS NOT NULL
GROUP BY town, village, subject_text, CASE subject_kind WHEN 'person' THEN own_person::VARCHAR ELSE household_id END;
