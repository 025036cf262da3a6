-- Purpose: a dataset that may be absent, with the columns core tables need, empty when it is.
-- Grain:   row of the dataset.
-- Inputs:  fact.<dataset>, where it is there. Parameters: view, its name; select, the columns from there or NULLs.
CREATE OR REPLACE TEMP VIEW $view AS $select;
