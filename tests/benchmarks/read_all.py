"""The floor of a night: DuckDB reads every extract of an inbox and writes them to one database file, one table a
dataset, timed as a whole process.

python tests/benchmarks/read_all.py INBOX OUT.duckdb

Parquet and CSV by DuckDB itself; xlsx by fastexcel, as DuckDB has no reader without an extension. CSV in GB18030
is decoded first.
"""

import io
import sys
from pathlib import Path

import duckdb


def rows_of(con: duckdb.DuckDBPyConnection, file: Path) -> duckdb.DuckDBPyRelation:
    """The rows of one file, as text."""
    if file.suffix == ".parquet":
        return con.sql(f"SELECT * FROM read_parquet('{file}')")
    if file.suffix == ".xlsx":
        import fastexcel

        sheet = fastexcel.read_excel(file).load_sheet(0, dtypes="string").to_arrow()
        con.register(f"sheet_{file.stem}", sheet)
        return con.sql(f"FROM sheet_{file.stem}")
    raw = file.read_bytes()
    try:
        raw.decode("utf-8-sig")
        return con.sql(f"SELECT * FROM read_csv('{file}', all_varchar = true)")
    except UnicodeDecodeError:
        return con.read_csv(io.StringIO(raw.decode("gb18030")), all_varchar=True)


def read_all(inbox: Path, out: Path) -> int:
    """Copy every file into a table of its dataset; return the rows copied."""
    out.unlink(missing_ok=True)
    rows = 0
    with duckdb.connect(str(out)) as con:
        for folder in sorted(inbox.iterdir()):
            parts = [
                rows_of(con, file)
                for file in sorted(folder.rglob("*"))
                if file.suffix in (".parquet", ".csv", ".xlsx")
            ]
            if parts:
                for i, part in enumerate(parts):
                    part.create_view(f"part_{i}")
                union = " UNION ALL BY NAME ".join(f"FROM part_{i}" for i in range(len(parts)))
                con.execute(f"CREATE TABLE {folder.name} AS {union}")
                for i in range(len(parts)):
                    con.execute(f"DROP VIEW part_{i}")
                row = con.execute(f"SELECT count(*) FROM {folder.name}").fetchone()
                rows += row[0] if row else 0
    return rows


if __name__ == "__main__":
    print(read_all(Path(sys.argv[1]), Path(sys.argv[2])))
