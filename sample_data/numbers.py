"""Identity numbers: resident IDs by GB 11643-1999, permits of other residents, telephones.

In: area codes, birth dates, sexes.  Out: numbers as arrays of text, every resident number distinct.
"""

import numpy as np

from sample_data.draw import Array, Bools, Days, Ints, between, choose

WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
CHECKS = np.array(list("10X98765432"))


def check_characters(body: Array) -> Array:
    """The check character of each 17-digit body (array of integers below 10**17)."""
    rest = body.astype(np.int64)
    total = np.zeros(len(rest), dtype=np.int64)
    for weight in WEIGHTS[::-1]:
        total += rest % 10 * weight
        rest = rest // 10
    return CHECKS[total % 11]


def to_number(body: Ints) -> Array:
    """18-character numbers from 17-digit bodies."""
    return np.char.add(body.astype("U17"), check_characters(body))


def is_valid(number: str) -> bool:
    """Whether a number of 18 characters satisfies its check character."""
    return (
        len(number) == 18
        and number[:17].isdigit()
        and number[17] == str(check_characters(np.array([int(number[:17])]))[0])
    )


def yyyymmdd(birth: Days) -> Ints:
    """Birth dates as whole numbers such as 19870605."""
    months = birth.astype("datetime64[M]")
    m = months.astype(np.int64)
    return (m // 12 + 1970) * 10000 + (m % 12 + 1) * 100 + (birth - months).astype(np.int64) + 1


def resident_bodies(rng: np.random.Generator, area: Ints, birth: Days, male: Bools, next_to: Ints) -> Ints:
    """Distinct 17-digit bodies.

    `next_to` gives for each person the position of an earlier one whose serial theirs follows (twins and
    siblings registered on one day), or -1.
    """
    n = len(area)
    prefix = (area * 10**8 + yyyymmdd(birth)) * 1000
    serial = between(rng, 1, 497, n) * 2 + male.astype(np.int64) - (~male) * 2
    follows = np.flatnonzero(next_to >= 0)
    near = serial[next_to[follows]] + 1
    near += (near % 2 == 1) != male[follows]
    serial[follows] = np.clip(near, 1, 997)
    body = prefix + serial
    while True:
        _, first = np.unique(body, return_index=True)
        again = np.setdiff1d(np.arange(n), first, assume_unique=True)
        if not len(again):
            return body
        body[again] = prefix[again] + between(rng, 0, 498, len(again)) * 2 + male[again]


def permits(rng: np.random.Generator, birth: Days, male: Bools) -> tuple[Array, Array, Array, Array]:
    """Documents of people without a resident ID: (id_type, number, other id_type, other number) each.

    The other document is the travel permit a Hong Kong, Macau or Taiwan resident also holds, or the older
    form of a foreign permanent residence card; blank where there is none.
    """
    n = len(birth)
    kind = choose(rng, ["414", "550", "516", "511", "553"], [2, 4, 2, 1, 2], n)
    region = choose(rng, [810000, 820000, 830000], [6, 2, 3], n).astype(np.int64)
    own = to_number(
        (region * 10**8 + yyyymmdd(birth)) * 1000 + between(rng, 0, 498, n) * 2 + male.astype(np.int64)
    )
    country = choose(rng, [840, 826, 392, 410, 704, 586], [3, 2, 2, 3, 4, 2], n).astype(np.int64)
    foreign = to_number(
        ((9 * 10**5 + between(rng, 11, 65, n) * 1000 + country) * 10**8 + yyyymmdd(birth)) * 1000
        + between(rng, 0, 498, n) * 2
        + male
    )
    letter = choose(rng, list("HM"), [3, 1], n)
    travel = np.where(
        region == 830000,
        between(rng, 10**7, 10**8 - 1, n).astype("U8"),
        np.char.add(letter, between(rng, 10**7, 10**8 - 1, n).astype("U8")),
    )
    passport = np.char.add(
        choose(rng, list("EGPN"), [4, 2, 1, 1], n), between(rng, 10**7, 10**8 - 1, n).astype("U8")
    )
    old_foreign = np.char.add(
        choose(rng, ["USA", "GBR", "JPN", "KOR", "VNM"], [2, 1, 1, 2, 3], n),
        between(rng, 10**11, 10**12 - 1, n).astype("U12"),
    )
    number = np.select([kind == "414", kind == "550", kind == "553"], [passport, own, foreign], travel)
    other = np.select([kind == "550", kind == "553"], [travel, old_foreign], "")
    other_type = np.select(
        [(kind == "550") & (region == 830000), kind == "550", kind == "553"], ["511", "516", "553"], ""
    )
    kind = np.where((kind == "516") & (region == 830000), "511", kind)
    return kind, number, other_type, other


def phones(rng: np.random.Generator, n: int) -> Array:
    """Mobile numbers, one in fifty a landline of Hubei."""
    head = choose(rng, [13, 15, 17, 18, 19], [30, 25, 10, 25, 10], n).astype(np.int64)
    mobile = (head * 10**9 + between(rng, 10**8 // 10, 10**9 - 1, n)).astype("U11")
    area = choose(rng, ["027", "0717", "0716", "0714", "0718"], [4, 2, 2, 1, 1], n)
    land = np.char.add(np.char.add(area, "-"), between(rng, 2 * 10**6, 8999999, n).astype("U8"))
    return np.where(rng.random(n) < 0.02, land, mobile)
