"""Han characters as numbers: simplified form, readings, look-alikes; the tables that names are compared by.

In: code points that occur in names (NumPy).  Out: `Characters`, arrays aligned with them.  Only characters
that really occur are looked up, so a province costs a few thousand look-ups.  Nothing here knows whose
names they are.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

READINGS = 6
"""Most readings kept for one character (polyphones such as 单: dan, chan, shan)."""

SHAPES = 4
"""Most groups of look-alikes that one character belongs to (未 looks like 末, and like 朱)."""

WILDCARD = 0x2A
"""Code point (*) that every sign for one unknown character is mapped to."""

PINYIN_BASE = 0x110000
"""Beyond Unicode: PINYIN_BASE + n stands for the n-th syllable typed in place of a character."""

_WILDCARD_SIGNS = frozenset("?*□■〓◇○●＊？�_#")
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Characters:
    """Aligned with `code`, sorted: `simple` (code point of the plain written form), `sound` and `near`
    (READINGS wide; syllables, and syllables with confusable sounds folded) and `shape` (SHAPES wide; groups of
    look-alikes), distinct negatives pad; `rare`: not in GB 2312, so that old systems drop it (or typed as pinyin).
    `place`: of every code point of Unicode its position, where it has one."""

    code: np.ndarray
    simple: np.ndarray
    sound: np.ndarray
    near: np.ndarray
    shape: np.ndarray
    rare: np.ndarray

    place: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        place = np.zeros(PINYIN_BASE, dtype=np.int64)
        place[self.code[self.code < PINYIN_BASE]] = np.flatnonzero(self.code < PINYIN_BASE)
        object.__setattr__(self, "place", place)

    def index(self, codes: np.ndarray) -> np.ndarray:
        """Positions of `codes` (all known) in these tables."""
        typed = codes >= PINYIN_BASE
        at = self.place[np.where(typed, 0, codes)]
        at[typed] = np.searchsorted(self.code, codes[typed])
        return at


def is_wildcard(character: str) -> bool:
    """Whether a character stands for one unknown character: ?, *, □ …, and the private use areas."""
    return character in _WILDCARD_SIGNS or unicodedata.category(character) == "Co"


@cache
def _look_alikes() -> dict[str, list[int]]:
    """The groups, by number, that a character belongs to."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate((_HERE / "look_alike.tsv").read_text(encoding="utf-8").split()):
        for character in line:
            found.setdefault(character, []).append(number)
    return found


@cache
def _variants() -> dict[str, str]:
    lines = (_HERE / "variants.tsv").read_text(encoding="utf-8").split()
    return {character: line[-1] for line in lines for character in line}


@cache
def _dictionary() -> dict[str, str]:
    """Readings of every character, with tone marks.  pypinyin's own table is read; importing pypinyin
    would cost half a
    second for its table of phrases."""
    spec = find_spec("pypinyin")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pypinyin is not installed")
    found: dict[str, str] = json.loads(
        (Path(spec.origin).with_name("pinyin_dict.json")).read_text(encoding="utf-8")
    )
    return found


@cache
def readings(code: int) -> list[str]:
    """Syllables without tone (ü is v) that a character may be read as."""
    marked = _dictionary().get(str(code), "")
    plain = unicodedata.normalize("NFD", marked.replace("ü", "v").translate(_UMLAUT))
    return (
        list(dict.fromkeys("".join(c for c in plain if not unicodedata.combining(c)).split(",")))
        if plain
        else []
    )


_UMLAUT = str.maketrans(dict.fromkeys("ǖǘǚǜ", "v"))


@cache
def syllable_code(syllable: str) -> int:
    """A number for a syllable of up to six letters a–z."""
    number = 0
    for letter in syllable:
        number = number * 27 + ord(letter) - 96
    return number


@cache
def near_code(syllable: str) -> int:
    """The number of the syllable with confusable sounds folded."""
    return syllable_code(near_sound(syllable))


@cache
def near_code_of(number: int) -> int:
    """As `near_code`, from a syllable's number."""
    letters = ""
    while number:
        letters, number = chr(number % 27 + 96) + letters, number // 27
    return near_code(letters)


def near_sound(syllable: str) -> str:
    """A syllable with the sounds folded that speakers of many dialects do not tell apart:
    z/zh, c/ch, s/sh, n/l, r/l, f/hu, in/ing, en/eng, an/ang."""
    folded = re.sub(r"^(z|c|s)h", r"\1", syllable)
    folded = re.sub(r"^[nr](?=.)", "l", folded)
    folded = re.sub(r"^hu(?=[aeio])", "f", folded)
    folded = "fu" if folded == "hu" else folded
    return re.sub(r"(?<=[aei])ng$", "n", folded)


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def describe(codes: np.ndarray) -> Characters:
    """Tables for sorted distinct code points (uint32; pseudo code points from PINYIN_BASE on are
    syllables)."""
    import opencc

    texts = [chr(code) if code < PINYIN_BASE else "*" for code in codes.tolist()]
    han = [text if text.isprintable() and not text.isspace() else "*" for text in texts]
    plain = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n") if han else []
    size = len(texts)
    simple = codes.astype(np.uint32).copy()
    pad = -1 - np.arange(size * READINGS, dtype=np.int32).reshape(size, READINGS)
    sound, near, shape = pad.copy(), pad.copy(), pad[:, :SHAPES].copy()
    rare = np.array([not _in_gb2312(text) for text in plain], dtype=bool)
    rare |= codes >= PINYIN_BASE
    shapes, variants = _look_alikes(), _variants()
    for row, (code, text) in enumerate(zip(codes.tolist(), plain, strict=True)):
        if code >= PINYIN_BASE:
            sound[row, 0], near[row, 0] = code - PINYIN_BASE, near_code_of(code - PINYIN_BASE)
            continue
        one = text if len(text) == 1 else chr(code)
        simple[row] = ord(variants.get(one, one)) if one != "*" else code
        groups = shapes.get(one, ())
        shape[row, : len(groups)] = groups
        for column, syllable in enumerate(readings(code)[:READINGS]):
            sound[row, column], near[row, column] = syllable_code(syllable), near_code(syllable)
    return Characters(codes, simple, sound, near, shape, rare)
