"""Measurements: accuracy against a known truth, wall and processor time, peak memory. Run by `make bench`.

In: samples made by `doudi sample`, files already at hand. Out: blocks and a table on the screen and one JSON file.

    make bench                                             everything, small
    make bench BENCH='splink cost --people 400000 --seeds 1 --runs 3'
    python -m tests.benchmarks.history keep FILE           keep a result in the committed history
    python -m tests.benchmarks.history compare             what became worse between the last two

`cost` and `splink`: `doudi match` beside a bare GROUP BY and beside Splink. `accuracy`: also what remains wrong, by
kind. `febrl`: data made by others. `rules`: rules × regions. `night`: first night, next, same again, beside plain
DuckDB. `year`: twelve months against a backfill. `stability`, `ids`: groups and ids that last.
"""
