"""The rival: Splink 5 on the same mentions, with the same cleaning, as a whole process.

`clean` makes the table Splink works on, `model` its comparisons, weights and blocking rules, `__main__` runs
it (`python -m tests.benchmarks.splink`). None of it is used by doudi.
"""
