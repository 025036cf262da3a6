-- Purpose: remember what was delivered, for the nights to come; a date that is run again replaces itself and later ones.
-- Inputs: planned; variable delivery_as_of; $ledger.
BEGIN;
DELETE FROM $ledger.signal_delivery WHERE as_of >= getvariable('delivery_as_of');
INSERT INTO $ledger.signal_delivery BY NAME
SELECT getvariable('delivery_as_of') AS as_of, signal_id, department, county_code, change, due_on
FROM planned WHERE change <> 'open' ORDER BY ALL;
COMMIT;
