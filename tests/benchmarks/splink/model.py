"""What Splink is told: blocking rules, comparisons with their levels, and weights set by hand.

DuckDB's string distances count bytes, so names are compared by conditions of their own: how many characters
agree, and where. Numbers are ASCII, so their edit distance is right. u of agreement on a whole value is
counted (`counted_u`); the other u and all m are judgement, and what training starts from.
"""

from __future__ import annotations

from typing import Any

import duckdb

Level = tuple[str, str, float, float | str]
"""SQL condition, label, m, and u: a number, or the column whose counted u it is."""

BLOCKING = (
    ("number",),
    ("name", "birth"),
    ("birth", "phone"),
    ("name", "phone"),
    ("name", "household"),
    ("name", "county"),
    ("name", "number_ends"),
    ("name", "number_start"),
    ("birth", "county", "sex"),
    ("birth", "sound"),
    ("sound", "county", "sex"),
)

_BOTH_VALID = "number_valid_l AND number_valid_r"
_LONG = "name_length_l = name_length_r AND name_length_l"
_AGREE = " + ".join(
    f"CAST({i} <= name_length_l AND substr(name_l, {i}, 1) = substr(name_r, {i}, 1) AS INTEGER)"
    for i in range(1, 5)
)
_LOST = " OR ".join(
    f"left({long}, {i}) || substr({long}, {i + 2}) = {short}"
    for long, short in (("name_l", "name_r"), ("name_r", "name_l"))
    for i in range(4)
)

_UNREADABLE = "name_l LIKE name_like_r OR name_r LIKE name_like_l"
_CUT = "name_length_l >= 4 AND name_length_r >= 4 AND (starts_with(name_l, name_r) OR starts_with(name_r, name_l))"
_ONE_DIFFERS = f"({_LONG} >= 3) AND name_length_l <= 4 AND ({_AGREE}) >= name_length_l - 1"
_ONE_LOST = f"abs(name_length_l - name_length_r) = 1 AND ({_LOST})"
_COMPATIBLE = " OR ".join(
    f"({condition})"
    for condition in ("name_l = name_r", "sound_l = sound_r", _UNREADABLE, _CUT, _ONE_DIFFERS, _ONE_LOST)
)

LEVELS: dict[str, list[Level]] = {
    "number": [
        (f"number_l = number_r AND ({_COMPATIBLE})", "same, names compatible", 0.965, 1e-9),
        (
            "number_l = number_r AND birth_l = birth_r AND NOT birth_lent_l AND NOT birth_lent_r",
            "same, names not, birth dates of their own agree",
            0.001,
            1e-9,
        ),
        ("number_l = number_r", "same, names not", 0.0004, 1e-7),
        (f"NOT ({_BOTH_VALID}) AND number_ends_l = number_ends_r", "same first 6 and last 4", 0.008, 1e-6),
        (
            f"NOT ({_BOTH_VALID}) AND damerau_levenshtein(number_l, number_r) <= 1",
            "one slip, one of them not valid",
            0.012,
            1e-8,
        ),
        (
            f"NOT ({_BOTH_VALID}) AND number_start_l = number_start_r",
            "rounded, one of them not valid",
            0.004,
            2e-8,
        ),
        (_BOTH_VALID, "two valid numbers", 0.005, 0.93),
        ("ELSE", "different, one of them not valid", 0.006, 0.07),
    ],
    "name": [
        ("name_l = name_r", "same", 0.97, "name"),
        ("sound_l = sound_r", "same sound", 0.006, "sound"),
        (_UNREADABLE, "an unreadable character", 0.004, 2e-5),
        (_CUT, "cut short", 0.002, 1e-7),
        (_ONE_DIFFERS, "one character differs", 0.004, 3e-4),
        (_ONE_LOST, "one character lost", 0.002, 2e-4),
        (f"({_LONG} = 2) AND left(name_l, 1) = left(name_r, 1)", "half of two characters", 0.002, 0.004),
        ("left(name_l, 1) = left(name_r, 1)", "same surname", 0.002, 0.03),
        ("ELSE", "different", 0.008, 0.965),
    ],
    "birth": [
        ("birth_l = birth_r", "same", 0.985, "birth"),
        (
            "damerau_levenshtein(strftime(birth_l, '%Y%m%d'), strftime(birth_r, '%Y%m%d')) <= 1",
            "one slip",
            0.004,
            6e-4,
        ),
        ("year(birth_l) = year(birth_r)", "same year", 0.004, 0.013),
        ("abs(year(birth_l) - year(birth_r)) <= 10", "within ten years", 0.004, 0.2),
        ("ELSE", "different", 0.003, 0.78),
    ],
    "sex": [("sex_l = sex_r", "same", 0.997, 0.5), ("ELSE", "different", 0.003, 0.5)],
    "phone": [("phone_l = phone_r", "same", 0.75, "phone"), ("ELSE", "different", 0.25, 0.99999)],
    "county": [("county_l = county_r", "same", 0.93, "county"), ("ELSE", "different", 0.07, 0.98)],
    "household": [
        ("household_l = household_r", "same", 0.8, "household"),
        ("ELSE", "different", 0.2, 0.99999),
    ],
}
SILENT = {
    column: f"{column}_l IS NULL OR {column}_r IS NULL OR (({column}_lent_l OR {column}_lent_r) AND number_l = number_r)"
    for column in ("birth", "sex")
}
"""What a number lent says nothing more where the numbers agree: it would count twice."""
TERM_FREQUENCY = {("name", "same"): "name", ("name", "same sound"): "sound", ("county", "same"): "county"}
COUNTED = ("number", "name", "sound", "birth", "phone", "county", "household")


def counted_u(con: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """For each column, how probably two random records that have it agree on it; those of one person are few."""
    found: dict[str, float] = {}
    for column in COUNTED:
        query = f"SELECT sum(n * n) / sum(n) ** 2 FROM (SELECT count(*)::DOUBLE AS n FROM record WHERE {column} IS NOT NULL GROUP BY {column})"
        row = con.execute(query).fetchone()
        found[column] = float(row[0]) if row and row[0] else 1e-6
    return found


def match_prior(con: duckdb.DuckDBPyConnection) -> float:
    """How probably two random records are one person's: pairs with one valid number among all pairs."""
    row = con.execute(
        """
        WITH shared AS (SELECT count(*)::DOUBLE AS n FROM record WHERE number_valid GROUP BY number)
        SELECT (SELECT sum(n * (n - 1)) FROM shared) / (count(*) * (count(*) - 1.0)) FROM record
        """
    ).fetchone()
    return float(row[0]) if row and row[0] else 1e-6


def settings(u: dict[str, float], prior: float) -> Any:
    """Splink's settings, with the weights set by hand."""
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        probability_two_random_records_match=prior,
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in BLOCKING],
        comparisons=[_comparison(name, levels, u) for name, levels in LEVELS.items()],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def _comparison(name: str, levels: list[Level], u: dict[str, float]) -> Any:
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    made: list[Any] = [
        cll.CustomLevel(SILENT[name], "silent").configure(is_null_level=True)
        if name in SILENT
        else cll.NullLevel(name)
    ]
    for condition, label, m, given in levels:
        level = cll.ElseLevel() if condition == "ELSE" else cll.CustomLevel(condition, label_for_charts=label)
        options: dict[str, Any] = {
            "m_probability": m,
            "u_probability": u[given] if isinstance(given, str) else given,
        }
        if name == "number":
            options["fix_u_probability"] = True
        if (name, label) in TERM_FREQUENCY:
            options |= {
                "tf_adjustment_column": TERM_FREQUENCY[name, label],
                "tf_minimum_u_value": 1e-6,
                "disable_tf_exact_match_detection": True,
            }
        made.append(level.configure(**options))
    return cl.CustomComparison(comparison_levels=made, output_column_name=name)
