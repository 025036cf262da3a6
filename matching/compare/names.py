"""Names: in which way two differ.

In: two aligned Arrow arrays of folded names.  Out: an int8 array of level numbers, positions in `LEVELS`;
-1 when either is missing.  One wrong character of a two-character name is half of it, so what counts is
the *kind* of difference (homophone, variant form, look-alike …), never an edit distance alone.  Work is
done once per distinct pair.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from matching.compare.characters import PINYIN_BASE, WILDCARD, Characters, describe
from matching.compare.spelling import Spelling, is_newborn, spell

LEVELS = (
    "same",
    "variant",
    "truncated",
    "wildcard",
    "homophone",
    "look_alike",
    "near_sound",
    "swapped",
    "character_lost",
    "long_typo",
    "wildcard_weak",
    "newborn_same",
    "one_character",
    "surname_only",
    "newborn",
    "different",
)
_AT = {name: number for number, name in enumerate(LEVELS)}
_SAME, _VARIANT, _WILD, _SOUND, _SHAPE, _NEAR, _OTHER = range(7)


def compare(left: pa.Array, right: pa.Array) -> np.ndarray:
    """Level of every pair of names (int8, position in LEVELS, -1 missing)."""
    both = pa.chunked_array([left, right], type=pa.string()).combine_chunks().dictionary_encode()
    codes = both.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    a, b = codes[: len(left)], codes[len(left) :]
    level = np.full(len(a), _AT["same"], dtype=np.int8)
    level[(a < 0) | (b < 0)] = -1
    level[_newborns(both.dictionary)[a] & (a == b) & (level == 0)] = _AT["newborn_same"]
    open_ = np.flatnonzero((a != b) & (level == 0))
    if not open_.size:
        return level
    size = len(both.dictionary)
    pair, back = np.unique(a[open_] * size + b[open_], return_inverse=True)
    ends = np.concatenate([pair // size, pair % size])
    used = np.zeros(size, dtype=bool)
    used[ends] = True
    at = (np.cumsum(used) - 1)[ends]
    spelling = spell(both.dictionary.filter(pa.array(used)))
    level[open_] = _distinct(spelling, at[: len(pair)], at[len(pair) :])[back]
    return level


def known(names: pa.Array) -> np.ndarray:
    """How many characters of each name are told, neither cut nor unknown."""
    code = spell(names).code
    return ((code != 0) & (code != WILDCARD) & (code < PINYIN_BASE)).sum(axis=1)


def _newborns(names: pa.Array) -> np.ndarray:
    """Which distinct names are a mother's with 之子 or 之女 (false added at the end, for a missing one)."""
    found = np.zeros(len(names) + 1, dtype=bool)
    likely = pc.match_substring_regex(names, "[子女儿].?$").fill_null(False).to_numpy(zero_copy_only=False)
    for at in np.flatnonzero(likely).tolist():
        found[at] = is_newborn(names[at].as_py())
    return found


def _distinct(names: Spelling, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Levels of distinct pairs of different names."""
    level = np.full(len(a), _AT["different"], dtype=np.int8)
    characters = describe(np.unique(names.code[names.code > 0]))
    la, lb = names.length[a], names.length[b]
    level[(la == 0) | (lb == 0)] = -1
    for length in np.unique(la[(la == lb) & (la > 0)]).tolist():
        rows = np.flatnonzero((la == length) & (lb == length))
        level[rows] = _equal_length(names.code[a[rows], :length], names.code[b[rows], :length], characters)
    simple = _simple(names.code, characters)
    surname = (simple[a, 0] == simple[b, 0]) & (la > 0) & (level == _AT["different"])
    level[surname] = _AT["surname_only"]
    _unequal(level, names, simple, characters, a, b)
    _long(level, simple, names.length, a, b)
    newborn = (names.newborn[a] | names.newborn[b]) & (level >= _AT["truncated"])
    level[newborn] = _AT["newborn"]
    return level


def _simple(code: np.ndarray, characters: Characters) -> np.ndarray:
    out = np.zeros_like(code)
    there = code > 0
    out[there] = characters.simple[characters.index(code[there])]
    return out


def _classes(x: np.ndarray, y: np.ndarray, characters: Characters) -> np.ndarray:
    """How two aligned characters differ, for code points of any shape."""
    kind = np.zeros(x.shape, dtype=np.int8)
    rows = np.nonzero(x != y)
    p, q = x[rows], y[rows]
    i, j = characters.index(p), characters.index(q)
    found = np.full(len(p), _OTHER, dtype=np.int8)
    found[_share(characters.near, i, j)] = _NEAR
    found[_share(characters.shape, i, j)] = _SHAPE
    found[_share(characters.sound, i, j)] = _SOUND
    pinyin = np.maximum(p, q) > 0x10FFFF
    found[pinyin & (found == _SOUND)] = _WILD
    found[(p == WILDCARD) | (q == WILDCARD)] = _WILD
    found[characters.simple[i] == characters.simple[j]] = _VARIANT
    kind[rows] = found
    return kind


def _share(entries: np.ndarray, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Whether characters i and j have an entry (reading, group of look-alikes) in common; few have more than one."""
    shared = entries[i, 0] == entries[j, 0]
    several = entries[:, 1] >= 0
    rows = np.flatnonzero(~shared & (several[i] | several[j]))
    shared[rows] = (entries[i[rows]][:, :, None] == entries[j[rows]][:, None, :]).any(axis=(1, 2))
    return shared


def _equal_length(x: np.ndarray, y: np.ndarray, characters: Characters) -> np.ndarray:
    length = x.shape[1]
    kind = _classes(x, y, characters)
    count = [(kind == k).sum(axis=1) for k in range(7)]
    known = count[_SAME] + count[_VARIANT]
    worst = kind.max(axis=1)
    level = np.full(len(x), _AT["different"], dtype=np.int8)
    level[kind[:, 0] <= _VARIANT] = _AT["surname_only"]
    level[(worst == _OTHER) & (count[_OTHER] == 1) & (known == length - 1) & (length >= 3)] = _AT[
        "one_character"
    ]
    level[(worst == _NEAR) & (known >= 1)] = _AT["near_sound"]
    level[(worst == _SHAPE) & (known >= 1)] = _AT["look_alike"]
    level[worst == _SOUND] = np.where(known >= 1, _AT["homophone"], _AT["near_sound"])[worst == _SOUND]
    wild = (worst <= _WILD) & (count[_WILD] > 0)
    level[wild] = np.where(known >= 2, _AT["wildcard"], _AT["wildcard_weak"])[wild]
    level[wild & (known == 0)] = -1
    level[worst <= _VARIANT] = np.where(count[_VARIANT] > 0, _AT["variant"], _AT["same"])[worst <= _VARIANT]
    for first in range(length - 1):
        turned = y.copy()
        turned[:, [first, first + 1]] = y[:, [first + 1, first]]
        swapped = (x == turned).all(axis=1) & (level > _AT["swapped"])
        level[swapped] = _AT["swapped"]
    return level


def _unequal(
    level: np.ndarray,
    names: Spelling,
    simple: np.ndarray,
    characters: Characters,
    a: np.ndarray,
    b: np.ndarray,
) -> None:
    """Lost or added characters and cut names, in place.  One that old systems lack is as good as unreadable."""
    rows = np.flatnonzero(names.length[a] != names.length[b])
    longer = np.where(names.length[a] > names.length[b], a, b)[rows]
    shorter = np.where(names.length[a] > names.length[b], b, a)[rows]
    cut = names.length[shorter]
    one = np.flatnonzero((names.length[longer] == cut + 1) & (cut >= 2) & (cut < 8))
    width = simple.shape[1]
    for gone in range(min(8, width)):
        kept = np.delete(simple[longer[one]], gone, axis=1)
        fits = (kept == simple[shorter[one]][:, : width - 1]).all(axis=1) & (gone < names.length[longer[one]])
        lost = names.code[longer[one[fits]], gone]
        rare = characters.rare[characters.index(lost)]
        level[rows[one[fits]]] = np.where(rare, _AT["wildcard"], _AT["character_lost"])
    inside = np.arange(width)[None, :] >= cut[:, None]
    prefix = ((simple[longer] == simple[shorter]) | inside).all(axis=1)
    least = np.where(names.separated[longer] | names.separated[shorter], 3, 4)
    minority = names.separated[longer] | (names.length[longer] >= 5)
    level[rows[prefix & minority & (cut >= least)]] = _AT["truncated"]
    tail = names.code[longer, cut]
    level[rows[prefix & (cut >= 2) & (tail == ord("之"))]] = _AT["newborn"]


def _long(level: np.ndarray, simple: np.ndarray, length: np.ndarray, a: np.ndarray, b: np.ndarray) -> None:
    """Names of five characters and more: one or two edits by RapidFuzz, in place."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cpdist

    rows = np.flatnonzero(
        (length[a] >= 5) & (length[b] >= 5) & (level > _AT["long_typo"]) & (level != _AT["newborn"])
    )
    if not rows.size:
        return
    used, at = np.unique(np.concatenate([a[rows], b[rows]]), return_inverse=True)
    texts = ["".join(map(chr, row[row > 0].tolist())) for row in np.minimum(simple[used], 0x10FFFF)]
    left, right = at[: len(rows)].tolist(), at[len(rows) :].tolist()
    edits = cpdist([texts[i] for i in left], [texts[i] for i in right], scorer=Levenshtein.distance)
    allowed = np.where(np.minimum(length[a[rows]], length[b[rows]]) >= 8, 2, 1)
    level[rows[edits <= allowed]] = _AT["long_typo"]
