"""The table Splink works on, from a table of people.

In: the Parquet file `doudi match` reads. Out: table `record` in the connection (`clean.sql`). Names also come in
simplified characters and by sound, worked out once per distinct character, as a careful user would.
"""

from __future__ import annotations

from pathlib import Path

import duckdb


def clean(con: duckdb.DuckDBPyConnection, people: Path) -> int:
    """Make table `record`; return how many records it has."""
    from transforms.normalise import register
    from transforms.people_table import mentions_from_table

    register(con)
    records = mentions_from_table(con, people, "mention").records
    _spell(con)
    con.execute(Path(__file__).with_name("clean.sql").read_text(encoding="utf-8"))
    return records


def _spell(con: duckdb.DuckDBPyConnection) -> None:
    """Relation `spelling`: every distinct name in simplified characters, and its sound in pinyin."""
    import opencc
    import pyarrow as pa
    from pypinyin import lazy_pinyin

    names = (
        con.execute("SELECT DISTINCT name FROM mention WHERE name IS NOT NULL").fetchnumpy()["name"].tolist()
    )
    letters = sorted(set("".join(names)))
    to_simple = opencc.OpenCC("t2s").convert
    simple = {letter: to_simple(letter) for letter in letters}
    sound = {letter: "".join(lazy_pinyin(simple[letter])) + " " for letter in letters}
    by_simple, by_sound = str.maketrans(simple), str.maketrans(sound)
    spelled = {
        "name": names,
        "simplified": [name.translate(by_simple) for name in names],
        "sound": [name.translate(by_sound) for name in names],
    }
    con.register("spelling", pa.table(spelled))
