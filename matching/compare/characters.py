"""Han characters as numbers: simplified form, readings, look-alikes; the tables that names are compared by.

In: code points that occur in names (NumPy).  Out: `Characters`, arrays aligned with them.  Only characters that really
occur are looked up, so a province costs a few thousand look-ups.  Nothing here knows whose names they are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

READINGS = 6
"""Most readings kept for one character (polyphones such as 单: dan, chan, shan)."""

WILDCARD = 0x2A
"""Code point (*) that every sign for one unknown character is mapped to."""

PINYIN_BASE = 0x110000
"""Beyond Unicode: PINYIN_BASE + n stands for the n-th syllable typed in place of a character."""

_WILDCARD_SIGNS = frozenset("?*□■〓◇○●＊？�_#")
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Characters:
    """Aligned with `code`, sorted: `simple` (code point of the plain written form), `sound` and `near`
    (READINGS wide; syllables, and syllables with confusable sounds folded; distinct negatives pad), `shape` (look-alike class,
    0 none)."""

    code: np.ndarray
    simple: np.ndarray
    sound: np.ndarray
    near: np.ndarray
    shape: np.ndarray

    def index(self, codes: np.ndarray) -> np.ndarray:
        """Positions of `codes` (all known) in these tables."""
        return np.searchsorted(self.code, codes)


def is_wildcard(character: str) -> bool:
    """Whether a character stands for one unknown character: ?, *, □ …, and the private use areas."""
    return character in _WILDCARD_SIGNS or unicodedata.category(character) == "Co"


@cache
def _groups(file: str) -> dict[str, int]:
    lines = (_HERE / file).read_text(encoding="utf-8").split()
    return {character: number for number, line in enumerate(lines, 1) for character in line}


@cache
def _variants() -> dict[str, str]:
    lines = (_HERE / "variants.tsv").read_text(encoding="utf-8").split()
    return {character: line[-1] for line in lines for character in line}


@cache
def syllables() -> tuple[dict[str, int], dict[int, list[int]]]:
    """Every syllable of Mandarin without tone with a number, and the syllables of every code point."""
    from pypinyin.pinyin_dict import pinyin_dict

    plain = {
        ord(a): b
        for a, b in zip("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvvnnnm", strict=True)
    }
    plain.update({0x300: None, 0x301: None, 0x302: None, 0x304: None, 0x30C: None})  # type: ignore[dict-item]
    texts = {code: text.translate(plain).split(",") for code, text in pinyin_dict.items()}
    names = sorted({s for found in texts.values() for s in found})
    number = {name: position for position, name in enumerate(names)}
    return number, {code: list(dict.fromkeys(number[s] for s in found)) for code, found in texts.items()}


def near_sound(syllable: str) -> str:
    """A syllable with the sounds folded that speakers of many dialects do not tell apart:
    z/zh, c/ch, s/sh, n/l, r/l, f/hu, in/ing, en/eng, an/ang."""
    folded = re.sub(r"^(z|c|s)h", r"\1", syllable)
    folded = re.sub(r"^[nr](?=.)", "l", folded)
    folded = re.sub(r"^hu(?=[aeio])", "f", folded)
    folded = "fu" if folded == "hu" else folded
    return re.sub(r"(?<=[aei])ng$", "n", folded)


def describe(codes: np.ndarray) -> Characters:
    """Tables for sorted distinct code points (uint32; pseudo code points from PINYIN_BASE on are syllables)."""
    import opencc

    number, readings = syllables()
    near_number = {name: near_sound(name) for name in number}
    near_ids = {name: position for position, name in enumerate(sorted(set(near_number.values())))}
    by_number = [near_ids[near_number[name]] for name in number]
    texts = [chr(code) if code < PINYIN_BASE else "*" for code in codes.tolist()]
    han = [text if text.isprintable() and not text.isspace() else "*" for text in texts]
    plain = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n") if han else []
    size = len(texts)
    simple = codes.astype(np.uint32).copy()
    pad = -1 - np.arange(size * READINGS, dtype=np.int32).reshape(size, READINGS)
    sound, near = pad.copy(), pad.copy()
    shape = np.zeros(size, dtype=np.int32)
    shapes, variants = _groups("look_alike.tsv"), _variants()
    for row, (code, text) in enumerate(zip(codes.tolist(), plain, strict=True)):
        if code >= PINYIN_BASE:
            found = [code - PINYIN_BASE]
        else:
            one = text if len(text) == 1 else chr(code)
            simple[row] = ord(variants.get(one, one)) if one != "*" else code
            shape[row] = shapes.get(one, 0)
            found = readings.get(code, [])[:READINGS]
        for column, syllable in enumerate(found):
            sound[row, column] = syllable
            near[row, column] = by_number[syllable]
    return Characters(codes, simple, sound, near, shape)
