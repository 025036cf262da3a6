"""Names as departments type them: each function turns a right name into one kind of wrong or unusual one.

In and out: lists of text of equal length; a name that cannot have the fault comes back unchanged.
"""

from collections.abc import Callable
from functools import cache

import numpy as np

from sample_data.names import RARE, facts

Wrong = Callable[[np.random.Generator, str], str]
VARIANTS = dict(
    zip(
        "昇升喆哲淼渺峰峯群羣泽澤云雲杰傑昆崑钟鍾闫阎肖萧付傅于於秀绣岳嶽强強",
        "升昇哲喆渺淼峯峰羣群澤泽雲云傑杰崑昆鍾钟阎闫萧肖傅付於于绣秀嶽岳強强",
        strict=True,
    )
)
LOOKALIKES = dict(
    zip(
        "己已未末天夭王玉士土日曰大太贝见人入千干刀力田由申甲午牛冰水洁浩晴睛晓哓辰晨英荚芳芬",
        "已己末未夭天玉王土士曰日太大见贝入人干千力刀由田甲申牛午水冰浩洁睛晴哓晓晨辰荚英芬芳",
        strict=True,
    )
)
SUFFIXES = ["(户主)", "（户主）", "(大)", "(小)", "(亡)", "1", "*", "（已故）"]
DOTS = ["•", "・", "．", ".", "‧", " ", ""]


@cache
def _homophones() -> dict[str, list[str]]:
    """Characters of names that sound alike, tones aside."""
    from pypinyin import Style, lazy_pinyin  # 0.3 s to import

    letters = {c for r in facts("given_characters") for c in r["characters"]}
    letters |= {r["surname"] for r in facts("surnames") if len(r["surname"]) == 1}
    sounds: dict[str, list[str]] = {}
    for letter in sorted(letters):
        sounds.setdefault(lazy_pinyin(letter, style=Style.NORMAL)[0], []).append(letter)
    return {a: [b for b in group if b != a] for group in sounds.values() for a in group if len(group) > 1}


@cache
def _to_traditional() -> Callable[[str], str]:
    import opencc  # 0.1 s to import

    convert: Callable[[str], str] = opencc.OpenCC("s2t").convert
    return convert


def _replace_one(rng: np.random.Generator, name: str, table: dict[str, list[str]]) -> str:
    spots = [i for i, c in enumerate(name) if c in table]
    if not spots or "·" in name:
        return name
    i = spots[int(rng.integers(0, len(spots)))]
    choices = table[name[i]]
    return name[:i] + choices[int(rng.integers(0, len(choices)))] + name[i + 1 :]


def _swapped(rng: np.random.Generator, name: str) -> str:
    return name[0] + name[2] + name[1] if len(name) == 3 else name


def _lost(rng: np.random.Generator, name: str) -> str:
    return name[0] + name[1 + int(rng.integers(0, 2))] if len(name) == 3 else name


def _added(rng: np.random.Generator, name: str) -> str:
    letters = "小明文华英玉"
    return name + letters[int(rng.integers(0, len(letters)))] if len(name) == 2 else name


def _spaces(rng: np.random.Generator, name: str) -> str:
    blank = ["　", " ", "  "][int(rng.integers(0, 3))]
    return blank.join(name) if len(name) == 2 else name[0] + blank + name[1:]


def _rare(rng: np.random.Generator, name: str) -> str:
    """A rare character as ?, □, *, a private-use code point or its reading in capitals."""
    from pypinyin import lazy_pinyin

    at = [i for i, c in enumerate(name) if c in RARE]
    i = at[0] if at else len(name) - 1
    reading = lazy_pinyin(name[i])[0].upper()
    forms = [
        "?",
        "？",
        "□",
        "*",
        chr(0xE000 + int(rng.integers(0, 1800))),
        reading if reading.isascii() else "?",
    ]
    return name[:i] + forms[int(rng.integers(0, len(forms)))] + name[i + 1 :]


def _pick(rng: np.random.Generator, choices: list[str]) -> str:
    return choices[int(rng.integers(0, len(choices)))]


WRONG: dict[str, Wrong] = {
    "traditional": lambda rng, s: _to_traditional()(s),
    "variant": lambda rng, s: _replace_one(rng, s, {a: [b] for a, b in VARIANTS.items()}),
    "homophone": lambda rng, s: _replace_one(rng, s, _homophones()),
    "lookalike": lambda rng, s: _replace_one(rng, s, {a: [b] for a, b in LOOKALIKES.items()}),
    "swapped": _swapped,
    "lost_character": _lost,
    "added_character": _added,
    "name_spaces": _spaces,
    "suffix": lambda rng, s: s + _pick(rng, SUFFIXES),
    "dot_variant": lambda rng, s: s.replace("·", _pick(rng, DOTS)),
    "truncated": lambda rng, s: s[: int(rng.integers(4, 11))] if len(s) > 5 else s,
    "rare_lost": _rare,
    "unreadable_character": _rare,
}


def spoil(rng: np.random.Generator, kind: str, names: list[str]) -> list[str]:
    """The names with this fault."""
    wrong = WRONG[kind]
    return [wrong(rng, name) for name in names]
