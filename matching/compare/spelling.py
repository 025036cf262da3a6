"""Distinct names as a matrix of code points, ready to be compared column by column.

In: an Arrow array of distinct folded names.  Out: `Spelling`, one row per name: code points without
separators, length, whether a separator was there, whether it is a newborn's 之子 name.  Pinyin typed for a
character (`ZHANG伟`) becomes one pseudo code point, every sign for an unknown character becomes `*`.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from matching.compare.characters import PINYIN_BASE, WILDCARD, is_wildcard, readings, syllable_code

WIDTH = 24
"""Characters of a name that take part; longer ones are compared by their first WIDTH."""

_SEPARATOR = re.compile(r"[·•・．‧.\s]")
_LATIN = re.compile(r"[A-Za-z]+")
_HAN = re.compile(r"[㐀-鿿\U00020000-\U0003FFFF]")
_STUCK = re.compile(r"(?<=[㐀-鿿]{2})[0-9]+$")
_NEWBORN = re.compile(r"^.{2,}(.)[子女儿](?:[0-9一二三甲乙]|大|小)?$")


_CAPITALS = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)


@dataclass(frozen=True)
class Spelling:
    """`code` (names x the longest of them, uint32, 0 after the end), `length`, `separated`, `newborn` (bool)."""

    code: np.ndarray
    length: np.ndarray
    separated: np.ndarray
    newborn: np.ndarray


def _tidy(name: str) -> list[int]:
    """Code points of one unusual name."""
    text = _STUCK.sub("", _SEPARATOR.sub("", name))
    if _HAN.search(text) and (latin := _LATIN.search(text)):
        typed = latin.group().lower()
        middle = [PINYIN_BASE + syllable_code(typed) if len(typed) <= 6 else WILDCARD]
        return _tidy_plain(text[: latin.start()]) + middle + _tidy_plain(text[latin.end() :])
    return _tidy_plain(text.translate(_CAPITALS))


def _tidy_plain(text: str) -> list[int]:
    return [WILDCARD if is_wildcard(character) else ord(character) for character in text]


def is_newborn(name: str) -> bool:
    """Whether a name is a mother's with 之子, 之女 (or a homophone of 之) after it."""
    found = _NEWBORN.match(name)
    return found is not None and "zhi" in readings(ord(found.group(1)))


def spell(names: pa.Array) -> Spelling:
    """Code points of distinct names; NULL has length 0."""
    texts = ["" if name is None else name for name in names.to_pylist()]
    width = min(WIDTH, max(map(len, texts), default=0) or 1)
    matrix = np.array(texts, dtype=f"<U{width}").view(np.uint32).reshape(len(texts), width).copy()
    plain = ((matrix >= 0x4E00) & (matrix <= 0x9FFF)) | (matrix == 0)
    separated = np.zeros(len(texts), dtype=bool)
    newborn = np.asarray(np.isin(matrix, [ord(sign) for sign in "子女儿"]).any(axis=1))
    for row in np.flatnonzero(newborn).tolist():
        newborn[row] = is_newborn(texts[row])
    for row in np.flatnonzero(~plain.all(axis=1)).tolist():
        codes = _tidy(texts[row])[:width]
        separated[row] = "·" in texts[row]
        matrix[row] = 0
        matrix[row, : len(codes)] = codes
    return Spelling(matrix, (matrix != 0).sum(axis=1), separated, newborn)
