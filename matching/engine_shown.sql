-- Purpose: the mention that stands for a person in a pair: of those that stay with the number the one with the least `shown`.
-- Grain: mx_shown: a number in an edge or a pair for review.
-- Inputs: mx_in, mx_away, mx_edge, mx_review, mx_review_two, mx_outdone.  Parameter: shown, an expression over mx_in.
CREATE OR REPLACE TEMP TABLE mx_shown AS
SELECT i.exact_key, arg_min(i.mention, ($shown, i.mention)) AS mention
FROM mx_in i
SEMI JOIN (SELECT r FROM mx_edge UNION SELECT r FROM mx_review UNION SELECT r FROM mx_outdone
           UNION SELECT l FROM mx_review_two UNION SELECT r FROM mx_review_two) s ON s.r = i.exact_key
ANTI JOIN mx_away a ON a.mention = i.mention
WHERE i.role IN ('self', 'head')
GROUP BY i.exact_key;
