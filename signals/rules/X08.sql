/*
code: X08
title: 核查到期
title_en: Verification is overdue
category: may_exit
subject: household
department: town
severity: 3
days: 20
urgency_basis: default
datasets: [mz_household, mz_member]
needs: [mz_household.verified_on]
parameters: [verification_months, verification_months_able]
legal_basis: {document: '达州市人民政府办公室《达州市进一步做好困难帮扶工作促进共同富裕实施方案（2023—2025年）》（达市府办发〔2023〕35号）', clause: 三（三）}
evidence: {verified_on: 上次核查日期, approved_on: 审批日期, able: 有劳动能力成员}
*/
WITH due AS (
    SELECT h.*, EXISTS (SELECT 1 FROM tonight.covered c WHERE c.household_id = h.household_id
                        AND c.labour IN ('full', 'partial')) AS able
    FROM core.household h WHERE h.in_force
)
SELECT household_id, county_code, [row_key] AS "rows", {'verified_on': verified_on, 'approved_on': approved_on, 'able': able} AS facts
FROM due
WHERE coalesce(verified_on, approved_on) < as_of() - to_months(
    (CASE WHEN able THEN param_at('verification_months_able', county_code) ELSE param_at('verification_months', county_code) END)::INTEGER)
