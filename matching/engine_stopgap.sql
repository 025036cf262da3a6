-- Purpose: an unusable number that very many names carry (a clerk's, one made up) says nothing of who they are.
-- Grain: updates mx_profile.  Parameters: who, the column that tells profiles' people apart; beyond, how many of them one number may have.
UPDATE mx_profile SET number_status = 'stopgap'
WHERE exact_key IS NULL AND number IN (
    SELECT number FROM mx_profile
    WHERE exact_key IS NULL AND number IS NOT NULL
    GROUP BY number HAVING count(DISTINCT $who) > $beyond);
