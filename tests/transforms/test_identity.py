"""Identity numbers: every form, and what the check character promises. Numbers are synthetic."""

import duckdb
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

GOOD = "610104196209276908"  # the standard example of 15 -> 18 digits
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

FORMS = [
    # typed, id_type, id_text, id18, status, found_in
    (GOOD, None, GOOD, GOOD, "valid", "id_number"),
    ("６１０１０４１９６２０９２７６９０８", None, GOOD, GOOD, "valid", "id_number"),
    ("610104620927690", None, "610104620927690", GOOD, "repaired", "id15"),
    ("932682198501010017", "553", "932682198501010017", "932682198501010017", "valid", "id_number"),
    ("61010419620927690*", None, "61010419620927690*", GOOD, "repaired", "id_number"),
    ("61010419620927690", None, "61010419620927690", None, "failed", "id_number"),
    ("610104196209276909", None, "610104196209276909", None, "failed", "id_number"),
    ("610104196213276902", None, "610104196213276902", None, "failed", "id_number"),
    (GOOD + "43", None, GOOD + "43", GOOD, "valid", "card"),
    (GOOD + "43B1", None, GOOD + "43B1", GOOD, "valid", "card"),
    (GOOD + "95", None, GOOD + "95", GOOD, "repaired", "card"),
    ("61010419620927690943", None, "610104196209276909", None, "failed", "card"),
    ("G" + GOOD, None, "G" + GOOD, GOOD, "valid", "student_no"),
    ("L" + GOOD, None, None, None, "none", None),
    ("J" + GOOD, None, None, None, "none", None),
    ("610104********6908", None, "610104********6908", None, "masked", "id_number"),
    ("610104****6908", None, "610104********6908", None, "masked", "id_number"),
    ("610104ＸＸＸＸＸＸＸＸ6908", None, "610104********6908", None, "masked", "id_number"),
    ("0" * 18, None, None, None, "none", None),
    ("1" * 18, None, None, None, "none", None),
    ("420000000000000000", None, None, None, "none", None),
    ("无", None, None, None, "none", None),
    ("未办理", None, None, None, "none", None),
    (None, None, None, None, "none", None),
    ("E12345678", "414", "E12345678", None, "other", "id_number"),
    ("H1234567890", "516", "H1234567890", None, "other", "id_number"),
    ("ABC123456789012", "553", "ABC123456789012", None, "other", "id_number"),
    ("610104196209270000", None, "610104196209270000", None, "failed", "id_number"),
    ("6.10104196209276E+17", None, "610104196209276000", None, "failed", "id_number"),
    ("6.1010419620927693E17", None, "610104196209276930", None, "failed", "id_number"),
    ("6.101041962093E+17", None, "610104196209******", None, "masked", "id_number"),
    ("6.10104E+17", None, None, None, "none", None),
    ('="' + GOOD + '"', None, GOOD, GOOD, "valid", "id_number"),
    ("身份证：" + GOOD, None, GOOD, GOOD, "repaired", "id_number"),
    ("610***6908", None, "610***********6908", None, "masked", "id_number"),
    ("6101041962####6908", None, "6101041962****6908", None, "masked", "id_number"),
]


def parse(con: duckdb.DuckDBPyConnection, *typed: tuple[str | None, str | None]) -> list[tuple[object, ...]]:
    con.execute("CREATE OR REPLACE TEMP TABLE typed_numbers (typed VARCHAR, id_type VARCHAR)")
    con.executemany("INSERT INTO typed_numbers VALUES (?, ?)", [list(one) for one in typed])
    return con.execute(
        "SELECT id_text, id18, id_status, id_found_in FROM id_parse('typed_numbers')"
    ).fetchall()


@pytest.mark.parametrize("typed,id_type,text,id18,status,found_in", FORMS)
def test_forms(
    shared: duckdb.DuckDBPyConnection,
    typed: str,
    id_type: str,
    text: str,
    id18: str,
    status: str,
    found_in: str,
) -> None:
    assert parse(shared, (typed, id_type)) == [(text, id18, status, found_in)]


def test_old_serials_from_996_are_of_the_nineteenth_century(shared: duckdb.DuckDBPyConnection) -> None:
    found = parse(shared, ("610104620927995", None), ("610104620927996", None))
    assert [str(row[1])[6:14] for row in found] == ["19620927", "18620927"]


def check_character(body: str) -> str:
    return "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


BODIES = st.builds(
    lambda area, day, serial: f"{area}{day:%Y%m%d}{serial:03d}",
    st.integers(100000, 999999),
    st.dates(
        min_value=__import__("datetime").date(1900, 1, 1), max_value=__import__("datetime").date(2030, 1, 1)
    ),
    st.integers(0, 999),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BODIES, st.integers(0, 16))
def test_check_character_catches_every_wrong_digit_and_swapped_neighbours(
    shared: duckdb.DuckDBPyConnection, body: str, place: int
) -> None:
    number = body + check_character(body)
    slips = {body[:place] + d + body[place + 1 :] + number[17] for d in "0123456789"} - {number}
    swapped = body[:place] + body[place : place + 2][::-1] + body[place + 2 :] + number[17]
    slips |= {swapped} - {number} if place < 16 else set()
    good = parse(shared, (number, None))
    assert good[0][1:3] == (number, "valid") or good[0][2] == "none"
    assume(good[0][2] == "valid")
    assert all(row[1] is None for row in parse(shared, *((slip, None) for slip in sorted(slips))))


def test_what_is_clean_in_passing_is_what_parsing_says(shared: duckdb.DuckDBPyConnection) -> None:
    typed = [(row[0], row[1] or "111") for row in FORMS] + [
        ("1.0000000000000e17", "111"),
        (GOOD[:17] + " ", "111"),
    ]
    parse(shared, *typed)
    rows = shared.execute(
        "SELECT c.clean, p.id18, c.typed = p.id18 FROM id_cleaned('typed_numbers') c "
        "LEFT JOIN id_parse('typed_numbers') p ON p.typed = c.typed AND p.id_type = c.id_type"
    ).fetchall()
    assert all(clean == (id18 if same else None) for clean, id18, same in rows)
    assert sum(clean is not None for clean, _, _ in rows) == 2
