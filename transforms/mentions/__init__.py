"""Mentions: who is named in a row, in which role, with which number.

In: accepted batches. Out: the mentions Parquet of docs/inside.md (any other table of people:
transforms/people_table.py). Numbers are judged once per distinct value that is not clean already; clean
ones in passing.
"""

from transforms.mentions.batch import Accepted, counts, groups, names_people, write_mentions

__all__ = ["Accepted", "counts", "groups", "names_people", "write_mentions"]
