"""What is published: the schema everybody may rely on, the audits a new warehouse must pass, the snapshot put in force in one rename,
the editions, the report.

In: a DuckDB file whose `core`, `mart` and `ops` tables were made by `create_schema` and filled by the steps of a night.
Out: `HOME/warehouse.duckdb`, earlier ones under `HOME/snapshots/`, `HOME/reports/<as_of>/index.html`.
"""
