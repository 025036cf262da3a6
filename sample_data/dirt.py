"""How dirty the departments' extracts are: every rate of the generator, in one place.

A rate is the share of a department's records (one person as one system holds them) that carry the fault.
`Dirt` is the average; `for_system` varies it by the system's care and, moderately, by the seed.
"""

from dataclasses import dataclass, fields, replace

from sample_data.draw import stream


@dataclass(frozen=True)
class Dirt:
    """Shares of records with each fault (of those that can have it, where a condition is given)."""

    # the number as typed: readable again
    old_15: float = 0.03  # 15-digit form, of people born before 1986
    x_lower: float = 0.12  # x, ×, Ｘ, * or nothing for the check character X, of numbers that end in X
    x_sign: float = 0.02
    x_full_width: float = 0.02
    x_star: float = 0.02
    x_lost: float = 0.02
    full_width: float = 0.002
    spaces: float = 0.003
    apostrophe: float = 0.003
    zero_width: float = 0.0005
    card_in_id: float = 0.03  # disability-card number in the ID column, of card holders
    # the number as typed: a clue only
    masked: float = 0.004
    float_rounded: float = 0.002  # a spreadsheet keeps 15 digits and ends in 000
    double_rounded: float = 0.0006  # a double keeps multiples of 16
    typo_substitution: float = 0.005
    typo_swap: float = 0.0025
    typo_lost: float = 0.0012
    typo_doubled: float = 0.0012
    # no number
    blank: float = 0.014
    none_word: float = 0.003
    zeros: float = 0.001
    # somebody else's or another number
    guardian_number: float = 0.012  # of children under 16
    newborn_under_mother: float = 0.35  # of the newborn: 张三之子 under the mother's number
    family_number: float = 0.0003
    second_number: float = 0.5  # of people who have two
    other_document: float = 0.4  # of people who have another document
    # the name
    traditional: float = 0.0012
    variant: float = 0.0012
    homophone: float = 0.0035
    lookalike: float = 0.0012
    swapped: float = 0.0006
    lost_character: float = 0.0006
    added_character: float = 0.0004
    former_name: float = 0.15  # of people who have one
    name_spaces: float = 0.004
    suffix: float = 0.0015
    dot_variant: float = 0.35  # of names with a dot
    truncated: float = 0.12  # of names with a dot
    rare_lost: float = 0.6  # of names with a rare character
    unreadable_character: float = 0.0004
    # the rest of the identity block
    birth_missing: float = 0.25
    birth_missing_too: float = 0.04  # where there is no number: then the clerk asks for the birth date
    birth_wrong: float = 0.0015
    birth_unreadable: float = 0.0008
    sex_missing: float = 0.05
    sex_wrong: float = 0.0008
    phone_missing: float = 0.30
    phone_missing_too: float = 0.15  # where there is no number
    phone_other: float = 0.06
    county_other: float = 0.04
    county_unknown: float = 0.001
    # rows
    listed_twice: float = 0.0012  # the same person twice in one extract, the second time held otherwise
    corrected: float = 0.003  # rows whose fault was there last month and is not any more
    same_row_twice: float = 0.0008  # duplicated primary key, identical
    same_key_differing: float = 0.0004
    key_missing: float = 0.0003
    date_unreadable: float = 0.0003
    code_unknown: float = 0.0003  # in a required column
    optional_code_unknown: float = 0.0005
    yearly_amount: float = 0.002  # twelve times the monthly amount


# Faults of a system against the average, and how many of its records carry no birth date, sex or telephone.
CARE: dict[str, float] = {
    "yb": 0.7, "rs": 0.7, "mz": 0.9, "cl": 1.0, "wj": 1.1, "jy": 1.1, "zj": 1.5, "ny": 1.4,
    "mz_application": 1.4, "mz_visit": 1.8, "yj": 2.2, "rx": 3.0,
}  # fmt: skip
# What a system leaves out as a matter of course: the hotline asks for name and telephone only.
HABITS: dict[str, dict[str, float]] = {
    "rx": {"blank": 0.96, "birth_missing_too": 0.95, "sex_missing": 0.5, "phone_missing_too": 0.05},
    "mz_visit": {"blank": 0.06},
}
CLEAN = {f.name: 0.0 for f in fields(Dirt)}
CONDITIONAL = {
    "old_15",
    "newborn_under_mother",
    "second_number",
    "other_document",
    "former_name",
    "dot_variant",
    "rare_lost",
}


def for_system(dirt: Dirt, system: str, seed: int) -> Dirt:
    """The rates of one system: its care, and between 0.6 and 1.6 of it by the seed."""
    rng = stream(seed, f"rates {system}")
    scale = CARE.get(system, 1.0)
    changed = {}
    for name in CLEAN:
        factor = float(rng.uniform(0.6, 1.6))
        if name not in CONDITIONAL:
            factor *= scale
        changed[name] = min(getattr(dirt, name) * factor, 0.9)
    if dirt.blank:
        changed |= HABITS.get(system, {})
    return replace(dirt, **changed)
