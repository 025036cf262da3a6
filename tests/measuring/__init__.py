"""Tests of the benchmarks' own judgement: what is worse, what is wrong, what the next day brings."""
