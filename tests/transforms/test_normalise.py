"""Every spelling of dates, months, amounts, codes and texts; and what no spelling may do."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.normalise import register

CASES = {
    "fold_text": [
        (" ａＢ　", "aB"),
        ("无", None),
        ("-", None),
        ("\u200b", None),
        ("none", "none"),
        (None, None),
        ("NULL", None),
        ("　村 口　", "村 口"),
        ("（一）", "(一)"),
        ("a\ufeffb", "ab"),
    ],
    "parse_date": [
        *(
            (t, date(1987, 6, 5))
            for t in (
                "1987-06-05",
                "19870605",
                "1987.6.5",
                "1987年6月5日",
                "1987/6/5",
                "１９８７年６月５日",
                "1987-06-05 00:00:00",
                "1987-06-05T00:00:00.000",
                "1987-06-05 01:00:00+09",
                "1987-06-05 00:00:00+08:00",
                "19870605.0",
                "19870605000000",
                " 1987-6-5 ",
                "1987年06月05日",
            )
        ),
        ("2025-02-29", None),
        ("2024-02-29", date(2024, 2, 29)),
        ("1849-12-31", None),
        ("1850-01-01", date(1850, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
        ("2101-01-01", None),
        ("2000-12-1B", None),
        ("20000-01-1", None),
        ("epoch", None),
        ("infinity", None),
        ("2025年11月3日", date(2025, 11, 3)),
        ("198765", None),
        ("0000-00-00", None),
    ],
    "parse_month": [
        *(
            (t, date(2025, 11, 1))
            for t in (
                "202511",
                "2025-11",
                "2025年11月",
                "2025-11-30",
                "20251130",
                "202511.0",
                "２０２５１１",
                "2025年11月份",
                "2025/11",
            )
        ),
        ("2025年1月", date(2025, 1, 1)),
        ("2025-1", date(2025, 1, 1)),
        ("2025.1", None),
        ("2025.10", date(2025, 10, 1)),
        ("202513", None),
        ("202500", None),
        ("2025-11-31", None),
        ("", None),
    ],
    "parse_amount": [
        ("1,234.50", Decimal("1234.50")),
        ("¥100", 100),
        ("￥１，０００．５０元", Decimal("1000.5")),
        ("(12.5)", Decimal("-12.5")),
        ("（1,234.00）", -1234),
        ("-3", -3),
        ("－３", -3),
        ("-¥100", -100),
        ("(¥3元)", -3),
        ("100元整", 100),
        ("1,5", None),
        ("1,23,456", None),
        ("1.2万", None),
        ("-", None),
        ("", None),
        (".", None),
        ("约100", None),
        ("1E+3", 1000),
        ("0", 0),
        ("9" * 20, None),
        (" 5 000.00 ", 5000),
    ],
    "parse_int": [
        ("3", 3),
        ("3.0", 3),
        ("1,234", 1234),
        ("1.6", None),
        ("99999999999", None),
        ("-1", -1),
        ("３", 3),
        ("", None),
    ],
    "parse_sex": [
        ("男", "M"),
        ("1", "M"),
        ("Ｍ", "M"),
        ("女", "F"),
        ("2.0", "F"),
        (" f", "F"),
        ("0", None),
        ("9", None),
    ],
    "area6": [
        ("420102", "420102"),
        ("420102001000", "420102"),
        ("４２０１０２", "420102"),
        (" 420102001000 ", "420102"),
        ("420102.0", "420102"),
        ("4201", None),
        ("420102X", None),
        ("999999", "999999"),
    ],
    "parse_phone": [
        *(
            (t, "13812345678")
            for t in (
                "13812345678",
                "+86 138-1234-5678",
                "8613812345678",
                "13812345678.0",
                "１３８１２３４５６７８",
                "13812345678/13912345678",
                "0086-13812345678",
            )
        ),
        ("0712-2345678", "07122345678"),
        ("(027)87654321", "02787654321"),
        ("02787654321转801", "02787654321"),
        ("87654321", "87654321"),
        ("13800000000", None),
        ("138****5678", None),
        ("11111111111", None),
        ("无", None),
    ],
    "id_fold": [
        (" ６１０１０４１９６２０９２７６９０ｘ", "61010419620927690X"),
        ("'610104 1962-0927 690x", "61010419620927690X"),
        ("61010419620927690×", "61010419620927690X"),
        ("610104＊＊＊＊6908", "610104****6908"),
        ("无", None),
        ("610104196209276908.0", "610104196209276908"),
    ],
    "mask_id": [
        ("610104196209276908", "610104********6908"),
        ("E12345678", "E1*****78"),
        ("123", "***"),
        (None, None),
    ],
    "mask_name": [("张三丰", "张*"), (None, None)],
}


@pytest.mark.parametrize("macro,text,expected", [(m, t, e) for m, cases in CASES.items() for t, e in cases])
def test_forms(shared: duckdb.DuckDBPyConnection, macro: str, text: str | None, expected: object) -> None:
    assert shared.execute(f"SELECT {macro}(?)", [text]).fetchone() == (expected,)


def test_other_types_are_read_too(shared: duckdb.DuckDBPyConnection) -> None:
    row = shared.execute(
        "SELECT parse_date(DATE '2020-02-29'), parse_int(3::DOUBLE), parse_amount(2.5), area6(420102), "
        "fold_text(7)"
    ).fetchone()
    assert row == (date(2020, 2, 29), 3, Decimal("2.50"), "420102", "7")


TEXT = st.one_of(
    st.text(st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)), max_size=30),
    st.text("0123456789xXＸ*.-年月日/ (（)）元¥,eEGLJB'张三·•１\u3000\u200b男女", max_size=24),
)
MACROS = [m for m in CASES if m != "mask_name"] + ["name_fold", "id_type_code"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXT, min_size=1, max_size=40))
def test_no_text_raises_and_folding_twice_changes_nothing(
    shared: duckdb.DuckDBPyConnection, texts: list[str]
) -> None:
    once = ", ".join(f"{m}(t) AS {m}" for m in MACROS)
    shared.execute(
        f"CREATE OR REPLACE TEMP TABLE once AS SELECT {once} FROM (SELECT unnest(?::VARCHAR[]) AS t)", [texts]
    )
    again = [m for m in MACROS if m not in ("mask_id",)]
    wrong = shared.execute(
        "SELECT "
        + ", ".join(f"list({m}) FILTER ({m}::VARCHAR IS DISTINCT FROM {m}({m})::VARCHAR)" for m in again)
        + " FROM once"
    ).fetchone()
    assert dict(zip(again, wrong or (), strict=True)) == dict.fromkeys(again)


def test_row_keys_take_apart_what_they_put_together(shared: duckdb.DuckDBPyConnection) -> None:
    row = shared.execute(
        "SELECT row_dataset(k), row_role(k), row_batch(k), row_file(k), row_number_in_file(k) "
        "FROM (SELECT row_key(30, 1, DATE '2059-09-18', 2047, 4294967295) AS k)"
    ).fetchone()
    assert row == (30, 1, date(2059, 9, 18), 2047, 4294967295)
    ordered = shared.execute(
        "SELECT row_key(1, 1, DATE '2026-01-01', 9, 9) < row_key(2, 0, DATE '2020-01-01', 0, 1), "
        "row_key(2, 0, DATE '2026-01-01', 9, 9) < row_key(2, 0, DATE '2026-01-02', 0, 1)"
    ).fetchone()
    assert ordered == (True, True)


def test_registering_twice_does_no_harm(con: duckdb.DuckDBPyConnection) -> None:
    register(con)
    assert con.execute("SELECT parse_int('1')").fetchone() == (1,)
