"""A synthetic province with known truth: households, lives, twenty departments' extracts, and their dirt.

In: how many people, a seed, the as-of date of the night to run. Out: `DIR/inbox` (batches as departments
deliver them), `DIR/mentions.parquet` (one flat table for `doudi match`) and `DIR/truth` (who is who, which
signals must fire). The pipeline never reads the truth. Nobody in it exists: numbers, names and lives are
drawn, only the statistics (surnames, name characters, county codes, in `facts/`) are real.
`small/` is what `generate(Path("sample_data/small"), 2000, seed=1)` makes.
"""

from sample_data.errors import SampleError
from sample_data.generate import SampleReport, generate

__all__ = ["SampleError", "SampleReport", "generate"]
