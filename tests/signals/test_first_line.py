"""What a database error says of a rule that failed: columns and tables, never the data."""

import duckdb
import pytest

from signals.prepare import first_line


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT CAST('42010219900307663X' AS BIGINT)", "Could not convert string '…' to INT64"),
        ("SELECT strptime('张三', '%Y')", "Could not parse string"),
        ("SELECT CAST('{\"name\": 张三}' AS JSON)", "Malformed JSON"),
        ("SELECT age FROM (SELECT 1 AS born)", 'Referenced column "age" not found'),
        ("SELECT CAST(420102199003076630 AS INTEGER)", "… can't be cast"),
    ],
)
def test_no_value_is_quoted(query: str, told: str) -> None:
    with pytest.raises(duckdb.Error) as caught, duckdb.connect() as con:
        con.execute(query).fetchall()
    line = first_line(caught.value)
    assert told in line
    assert "4201" not in line and "张三" not in line
