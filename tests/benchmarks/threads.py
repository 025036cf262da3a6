"""`doudi` with a set number of DuckDB threads: python -m tests.benchmarks.threads 1 match IN --out OUT …"""

import sys

import duckdb

if __name__ == "__main__":
    threads = int(sys.argv.pop(1))
    connect = duckdb.connect

    def with_threads(*given, **named):  # type: ignore[no-untyped-def]
        """A connection as asked for, with that many threads."""
        con = connect(*given, **named)
        con.execute(f"SET threads = {threads}")
        return con

    duckdb.connect = with_threads
    from flows.cli import main

    main()
