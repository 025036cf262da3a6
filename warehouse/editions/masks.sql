-- Purpose: what an audience sees in place of an identity.
-- Output: scalar macros of the connection.  Nothing of them stays in the edition.
--
-- area_only    a resident number as its area and nothing else, any other number as its first character: with the year of birth
--              beside it, the last four digits would leave some thirty numbers to try
-- surname_only 张*, whatever the length
-- network_only the first three digits of a telephone number
CREATE OR REPLACE TEMP MACRO area_only(number) AS
    CASE WHEN regexp_full_match(number, '\d{17}[\dX]|\d{15}') THEN left(number, 6) || repeat('*', length(number) - 6)
         ELSE left(number, 1) || '****' END;
CREATE OR REPLACE TEMP MACRO surname_only(name) AS left(name, 1) || '*';
CREATE OR REPLACE TEMP MACRO network_only(phone) AS
    CASE WHEN length(phone) >= 11 THEN left(phone, 3) || repeat('*', length(phone) - 3) ELSE '****' END;
