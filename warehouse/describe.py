"""docs/warehouse.md from the schema itself: `python -m warehouse.describe > docs/warehouse.md`."""

from __future__ import annotations

import duckdb

from warehouse.schema import create_schema, create_views

_HEAD = """\
# The published warehouse

`HOME/warehouse.duckdb` is one DuckDB file, replaced whole by each night. These tables and columns are a public interface:
they change only by addition. (Made from the schema: `python -m warehouse.describe > docs/warehouse.md`.)

A source row is named `dataset/batch/file:row`. A `row_key` is the same in one number; see [inside.md](inside.md).
"""


def describe() -> str:
    """The page as Markdown: each schema's tables and views with the comments they carry."""
    con = duckdb.connect()
    create_schema(con)
    create_views(con)
    lines = [_HEAD]
    for schema in ("core", "mart", "ops"):
        lines.append(f"## {schema}\n")
        for table, comment in con.execute(
            "SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = ? ORDER BY table_oid",
            [schema],
        ).fetchall():
            lines.append(f"### {schema}.{table}\n\n{comment}.\n\n| column | type | |\n|---|---|---|")
            for column, kind, text in con.execute(
                "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE schema_name = ? AND table_name = ? ORDER BY column_index",
                [schema, table],
            ).fetchall():
                lines.append(f"| `{column}` | {kind} | {text} |")
            lines.append("")
        views = con.execute(
            "SELECT view_name, comment FROM duckdb_views() WHERE schema_name = ? AND NOT internal ORDER BY view_name",
            [schema],
        ).fetchall()
        if views:
            lines.append("| view | |\n|---|---|")
            lines += [f"| `{schema}.{view}` | {comment} |" for view, comment in views]
            lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    print(describe(), end="")
