"""Names: surnames by their real shares, given names by sex and decade, minority names, rare characters.

In: the fact tables beside this file.  Out: arrays of text.
"""

import csv
from functools import cache
from pathlib import Path

import numpy as np

from sample_data.draw import Array, Bools, Ints, chance, choose

FACTS = Path(__file__).parent / "facts"

# Share of one-character given names by decade of birth: rising to 27.6 % in the early nineties and falling
# since (Ministry of Public Security, 2020 national name report).
ONE_CHARACTER = {1950: 0.08, 1960: 0.11, 1970: 0.20, 1980: 0.25, 1990: 0.26, 2000: 0.14, 2010: 0.06}
NEVER_ALONE = list("小文玉志子一国永建晓雨梓秀桂淑素爱金")
RARE = list("䶮㛃㵑㻏䴙𬭼𬭛𬀩𨱏𣲘𠅤𬍛𫍯𫖳")
MINORITY_MEN = "阿卜杜拉 买买提 艾力 吐尔逊 热依木 卡德尔 尼牙孜 玉素甫 亚森 库尔班 阿不都热西提 扎西 多吉"
MINORITY_WOMEN = (
    "阿依古丽 帕提古丽 古丽娜尔 热依罕古丽 阿瓦古丽 米日古丽 祖丽皮亚 阿孜古丽 茹仙古丽 卓玛 央金 其其格"
)


@cache
def facts(name: str) -> list[dict[str, str]]:
    """Rows of a fact table (comment lines start with #)."""
    with (FACTS / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def surnames(rng: np.random.Generator, n: int) -> Array:
    """Surnames by their shares among those born 1930-2008."""
    rows = facts("surnames")
    return choose(rng, [r["surname"] for r in rows], [float(r["bearers"]) for r in rows], n)


@cache
def _pool(sex: str, decade: int) -> tuple[list[str], list[float]]:
    """Characters and weights of a sex and decade: its fifty commonest, then other decades' and rarer ones."""
    weight: dict[str, float] = {}
    for row in facts("given_characters"):
        if row["sex"] != sex:
            continue
        share = {decade: 0.70, 0: 0.14}.get(int(row["decade"]), 0.16 / 6)
        numbers = [float(w) for w in row["weights"].split()]
        for character, number in zip(row["characters"], numbers, strict=True):
            weight[character] = weight.get(character, 0.0) + share * number / sum(numbers)
    return list(weight), list(weight.values())


def given_names(rng: np.random.Generator, male: Bools, birth_year: Ints) -> Array:
    """Given names of one or two characters."""
    n = len(male)
    decade = np.clip(birth_year // 10 * 10, 1950, 2010)
    first, second = np.full(n, "", dtype="U1"), np.full(n, "", dtype="U1")
    single = np.zeros(n, dtype=bool)
    for sex, of_sex in (("M", male), ("F", ~male)):
        for ten in sorted(ONE_CHARACTER):
            at = np.flatnonzero(of_sex & (decade == ten))
            characters, weights = _pool(sex, ten)
            first[at] = choose(rng, characters, weights, len(at))
            second[at] = choose(rng, characters, weights, len(at))
            single[at] = chance(rng, ONE_CHARACTER[ten], len(at))
    same = (first == second) & chance(rng, 0.7, n)
    rare = chance(rng, 0.0015, n)
    second[rare] = choose(rng, RARE, [1.0] * len(RARE), int(rare.sum()))
    single &= ~np.isin(first, NEVER_ALONE)
    return np.where((single | same) & ~rare, first, np.char.add(first, second))


def minority_names(rng: np.random.Generator, male: Bools) -> Array:
    """Names of own name and father's name with the separator U+00B7."""
    n = len(male)
    men, women = MINORITY_MEN.split(), MINORITY_WOMEN.split()
    own = np.where(male, choose(rng, men, [1.0] * len(men), n), choose(rng, women, [1.0] * len(women), n))
    return np.char.add(np.char.add(own, "·"), choose(rng, men, [1.0] * len(men), n))
