"""ID numbers as departments type them: each kind of wrong or unusual number, made from right ones.

In and out: lists of text of equal length; random choices come from the stream given.
"""

from collections.abc import Callable

import numpy as np

from sample_data.numbers import is_valid

Wrong = Callable[[np.random.Generator, str], str]
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def _spaces(rng: np.random.Generator, number: str) -> str:
    if rng.random() < 0.5:
        return f" {number} "
    return f"{number[:6]} {number[6:14]} {number[14:]}"


def _substitution(rng: np.random.Generator, number: str) -> str:
    at = int(rng.integers(0, min(17, len(number))))
    if not number[at].isdigit():
        return number
    digit = str((int(number[at]) + int(rng.integers(1, 10))) % 10)
    return number[:at] + digit + number[at + 1 :]


def _swap(rng: np.random.Generator, number: str) -> str:
    spots = [i for i in range(len(number) - 2) if number[i] != number[i + 1]]
    if not spots:
        return number
    i = spots[int(rng.integers(0, len(spots)))]
    return number[:i] + number[i + 1] + number[i] + number[i + 2 :]


def _lost(rng: np.random.Generator, number: str) -> str:
    at = int(rng.integers(1, max(2, len(number) - 1)))
    return number[:at] + number[at + 1 :]


def _doubled(rng: np.random.Generator, number: str) -> str:
    at = int(rng.integers(0, len(number) - 1))
    return number[: at + 1] + number[at] + number[at + 1 :]


def _double_rounded(rng: np.random.Generator, number: str) -> str:
    if not number.isdigit():
        return _float_rounded(rng, number)
    return str(int(float(int(number)))) if int(float(int(number))) != int(number) else number[:15] + "000"


def _float_rounded(rng: np.random.Generator, number: str) -> str:
    return number[:15] + "000"


def _blank_word(rng: np.random.Generator, number: str) -> str:
    return ["无", "无", "不详", "-", "null", "无身份证"][int(rng.integers(0, 6))]


WRONG: dict[str, Wrong] = {
    "old_15": lambda rng, s: s[:6] + s[8:17],
    "x_lower": lambda rng, s: s[:-1] + "x",
    "x_sign": lambda rng, s: s[:-1] + "×",
    "x_full_width": lambda rng, s: s[:-1] + "Ｘ",
    "x_star": lambda rng, s: s[:-1] + "*",
    "x_lost": lambda rng, s: s[:-1],
    "full_width": lambda rng, s: s.translate(FULL_WIDTH),
    "spaces": _spaces,
    "apostrophe": lambda rng, s: "'" + s,
    "zero_width": lambda rng, s: s + "\u200b" if rng.random() < 0.5 else "\ufeff" + s,
    "masked": lambda rng, s: s[:6] + "********" + s[14:],
    "float_rounded": _float_rounded,
    "double_rounded": _double_rounded,
    "typo_substitution": _substitution,
    "typo_swap": _swap,
    "typo_lost": _lost,
    "typo_doubled": _doubled,
    "blank": lambda rng, s: "",
    "none_word": _blank_word,
    "zeros": lambda rng, s: "0" * 18,
}
TYPOS = {"typo_substitution", "typo_swap", "typo_lost", "typo_doubled"}


def spoil(rng: np.random.Generator, kind: str, numbers: list[str]) -> list[str]:
    """The numbers with this fault; a typo never leaves a number that still satisfies its check character."""
    wrong = WRONG[kind]
    found = []
    for number in numbers:
        spoiled = wrong(rng, number)
        while kind in TYPOS and len(number) == 18 and is_valid(spoiled) and spoiled != number:
            spoiled = wrong(rng, number)
        found.append(spoiled)
    return found
