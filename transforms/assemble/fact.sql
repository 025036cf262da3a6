-- Purpose: a dataset as facts about people.
-- Grain:   row in force; in an append dataset the newest version of its primary key.
-- Inputs:  $accepted; links by mention; fact.superseded_row (transforms/append.py).
-- Parameters: table, its kind and name; columns, what is taken; joins, with the links of the persons named and without
--          what is superseded.
CREATE $table AS
SELECT
    $columns
FROM $accepted a
$joins;
