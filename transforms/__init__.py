"""From delivered text to typed facts: landing, normalising, mentions, and the facts a night rests on.

In: the departments' files (landing), accepted batches (mentions, assemble), what matching decided
(assemble). Out: landed Parquet, normalising macros in a connection, mentions Parquet, the tables of `fact`,
`past` and `core`.
"""
