"""Measurements: accuracy against a known truth, wall and processor time, peak memory. Run by `make bench`.

In: samples made by `doudi sample`, files already at hand. Out: one table on the screen and one JSON file.
"""
