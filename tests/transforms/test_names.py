"""Names: what is folded, what goes, what stays for matching to see."""

import duckdb
import pytest


@pytest.mark.parametrize(
    "typed,folded",
    [
        ("张三", "张三"),
        ("张 三", "张三"),
        ("张　三 (户主)", "张三"),
        ("李四（大）", "李四"),
        ("王五(亡)", "王五"),
        ("王五1", "王五"),
        ("王五*", "王五"),
        ("李四１", "李四"),
        ("张三【亡】", "张三"),
        ("(户主)张三", "张三"),
        ("张三(1)*", "张三"),
        *((f"买买提{dot}阿不都拉", "买买提·阿不都拉") for dot in "·•・．.‧"),
        ("买买提 阿不都拉", "买买提阿不都拉"),
        ("张三·", "张三"),
        ("张*", "张*"),
        ("张**", "张**"),
        ("张?", "张?"),
        ("张□", "张□"),
        ("张\ue123", "张\ue123"),
        ("张XIN", "张XIN"),
        ("张xin", "张XIN"),
        ("张三之子", "张三之子"),
        ("张三之女(户主)", "张三之女"),
        ("⼤三", "大三"),
        ("張偉", "張偉"),
        ("无", None),
        ("不详", None),
        ("", None),
        ("·", None),
        ("123", None),
        (None, None),
    ],
)
def test_name_fold(shared: duckdb.DuckDBPyConnection, typed: str, folded: str) -> None:
    assert shared.execute("SELECT name_fold(?)", [typed]).fetchone() == (folded,)
    shared.execute(
        "CREATE OR REPLACE TEMP TABLE one_name AS SELECT 7 AS mention, ?::VARCHAR AS name", [typed]
    )
    assert shared.execute("FROM name_folded('one_name')").fetchall() == [(7, folded)]
