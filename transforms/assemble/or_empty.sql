-- Purpose: a dataset that may be absent, with the columns core tables need, empty when it is.
-- Grain:   row of the dataset.
CREATE OR REPLACE TEMP VIEW $view AS $select;
