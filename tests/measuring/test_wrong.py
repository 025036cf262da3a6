"""What remains wrong is found and told by what the records say."""

from pathlib import Path

import duckdb

from tests.benchmarks.samples import Sample
from tests.benchmarks.wrong import wrong

RECORDS = """
    ('a', '42010219880101123X', '江一帆', '1988-01-01', '420102', 1, 'clean', 10),
    ('b', '42010219880101123X', '江一帆', '1988-01-01', '420102', 1, 'clean', 10),
    ('c', NULL,                 '江一帆', '1988-01-01', '420103', 1, 'blank', 11),
    ('d', '420102199002021234', '何文',   '1990-02-02', '420102', 2, 'clean', 12),
    ('e', NULL,                 '何文',   '1990-02-02', '420102', 3, 'none_word', 12)
"""


def _sample(folder: Path) -> tuple[Sample, Path]:
    (folder / "truth").mkdir()
    con = duckdb.connect()
    con.execute(
        f"CREATE TABLE r AS FROM (VALUES {RECORDS}) t(record_id, id_number, name, birth_date, county_code, person, kind, person_id)"
    )
    con.execute(f"COPY (SELECT * EXCLUDE (person, kind, person_id) FROM r) TO '{folder}/mentions.parquet'")
    con.execute(f"COPY (SELECT record_id, person, kind FROM r) TO '{folder}/truth/records.parquet'")
    con.execute(f"COPY (SELECT record_id, person_id FROM r) TO '{folder}/links.parquet'")
    return Sample(folder, 3, 1), folder / "links.parquet"


def test_false_joins_and_lost_parts_by_kind_and_label(tmp_path: Path) -> None:
    found = {result.subject: result.figures for result in wrong(*_sample(tmp_path))}
    assert found["false join, by kind"] == {
        "cases": 1,
        "pairs": 1,
        "no number on one; same name; birth date agrees; county agrees; phone unknown": 1,
    }
    assert found["false join, by label"] == {"cases": 1, "pairs": 1, "none_word": 1}
    assert found["lost part, by kind"] == {
        "cases": 1,
        "pairs": 2,
        "no number on one; same name; birth date agrees; county differs; phone unknown": 1,
    }
    assert found["lost part, by label"] == {"cases": 1, "pairs": 2, "blank": 1}
