"""Households: who lives with whom, how old they are, what they are called and which numbers they carry.

In: how many people, seed, as-of date. Out: the `World` with its traps: twins, siblings with neighbouring
serials, namesakes with one birthday, grandparents and grandchildren with one phone, two people on one number,
one with two.
"""

from datetime import date

import numpy as np
import polars as pl

from sample_data import names, numbers
from sample_data.draw import Ints, between, chance, choose, days_before, stream, years_old
from sample_data.province import World, birth_areas, counties

# kind of household: its share, and slots as (relation, youngest, oldest), ages in years; of a spouse, a child
# and a parent the difference to the head (after the 2020 census: 2.62 people a household, a quarter alone)
KINDS: dict[str, tuple[float, list[tuple[str, int, int]]]] = {
    "single_elder": (0.08, [("head", 60, 92)]),
    "single": (0.09, [("head", 22, 59)]),
    "couple": (0.14, [("head", 24, 62), ("spouse", -4, 4)]),
    "elder_couple": (0.11, [("head", 60, 88), ("spouse", -5, 3)]),
    "one_child": (0.21, [("head", 24, 56), ("spouse", -4, 4), ("child", 22, 32)]),
    "two_children": (0.13, [("head", 26, 54), ("spouse", -4, 4), ("child", 22, 29), ("child", 26, 34)]),
    "single_parent": (0.05, [("head", 24, 52), ("child", 21, 32)]),
    "three_generations": (
        0.13,
        [("head", 26, 50), ("spouse", -4, 4), ("child", 22, 31), ("parent", 21, 30), ("parent", 22, 32)],
    ),
    "grandparent": (0.06, [("head", 55, 78), ("grandchild", 44, 56)]),
}


def _ages(rng: np.random.Generator, kind: str, relation: str, low: int, high: int, head: Ints) -> Ints:
    """Ages in days of one slot of all households of a kind."""
    n = len(head)
    drawn = between(rng, low * 365, high * 365 + 364, n)
    if relation == "head":
        return drawn
    if relation == "spouse":
        return np.maximum(head + drawn, 21 * 365)
    if relation == "parent":
        return np.minimum(head + drawn, 98 * 365 + between(rng, 0, 364, n))
    return np.where(head > drawn, head - drawn, between(rng, 3, 5 * 365, n))


def _members(rng: np.random.Generator, kind: str, count: int, first: int) -> pl.DataFrame:
    """All members of `count` households of one kind, numbered from `first`."""
    head = np.zeros(count, dtype=np.int64)
    parts: list[pl.DataFrame] = []
    male_head = chance(rng, 0.8 if kind != "single_elder" else 0.5, count)
    surname = mother_side = names.surnames(rng, count)
    for slot, (relation, low, high) in enumerate(KINDS[kind][1]):
        age = _ages(rng, kind, relation, low, high, head)
        twin = np.zeros(count, dtype=bool)
        male = chance(rng, 0.515, count)
        own = surname
        if relation == "head":
            head, male = age, male_head
        elif relation == "spouse":
            male, own = ~male_head, names.surnames(rng, count)
            mother_side = own
        elif relation == "parent":
            male = np.full(count, slot == 3)
            own = np.where(male, surname, names.surnames(rng, count))
        elif relation in ("child", "grandchild") and len(KINDS[kind][1]) > 2:
            own = np.where(male_head ^ chance(rng, 0.06, count), surname, mother_side)
            own = parts[2]["surname"].to_numpy() if slot == 3 else own
        if kind == "two_children" and slot == 3:
            twin = chance(rng, 0.03, count)
            age = np.where(twin, parts[2]["age"].to_numpy(), age)
        parts.append(
            pl.DataFrame(
                {
                    "household": np.arange(first, first + count),
                    "slot": np.full(count, slot),
                    "relation": np.full(count, relation),
                    "kind": np.full(count, kind),
                    "age": age,
                    "male": male,
                    "surname": own,
                    "twin": twin,
                }
            )
        )
    return pl.concat(parts)


def build(people: int, seed: int, as_of: date) -> World:
    """The world of `people` people on `as_of`."""
    rng = stream(seed, "households")
    size = sum(share * len(slots) for share, slots in KINDS.values()) / sum(s for s, _ in KINDS.values())
    total = int(people / size * 1.03) + 40
    frames, first = [], 0
    for kind, (share, _) in KINDS.items():
        count = int(total * share) + 1
        frames.append(_members(rng, kind, count, first))
        first += count
    everybody = pl.concat(frames)
    place = rng.permutation(first)[everybody["household"].to_numpy()]
    folk = (
        everybody.with_columns(place=place)
        .sort("place", "slot")
        .head(people)
        .with_columns(
            household=pl.col("place").rank("dense").cast(pl.Int64) - 1, age=pl.col("age").cast(pl.Int64)
        )
        .with_row_index("person")
        .with_columns(pl.col("person").cast(pl.Int64))
    )
    return World(seed, as_of, *_identities(folk, seed, as_of))


def _identities(folk: pl.DataFrame, seed: int, as_of: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """People and households with names, numbers, telephones and homes."""
    rng = stream(seed, "identities")
    n = len(folk)
    household, male = folk["household"].to_numpy(), folk["male"].to_numpy()
    heads = int(household[-1]) + 1 if n else 0
    codes = counties(n)
    home = choose(rng, codes.tolist(), rng.uniform(0.4, 1.6, len(codes)).tolist(), heads)[household]
    birth = days_before(as_of, folk["age"].to_numpy())
    year = birth.astype("datetime64[Y]").astype(np.int64) + 1970
    area = birth_areas(seed, home, year)
    relation, slot = folk["relation"].to_numpy().astype("U12"), folk["slot"].to_numpy()
    near = folk["twin"].to_numpy() | ((slot == 3) & (relation == "child") & chance(rng, 0.25, n))
    area[near] = area[np.flatnonzero(near) - 1]
    body = numbers.resident_bodies(rng, area, birth, male, np.where(near, np.arange(n) - 1, -1))
    start = np.searchsorted(household, household)
    age = folk["age"].to_numpy() // 365
    phone = numbers.phones(rng, n)
    borrowed = (age < 15) | ((age >= 70) & chance(rng, 0.3, n)) | (folk["kind"].to_numpy() == "grandparent")
    phone = np.where(borrowed, phone[start], phone)
    surname = folk["surname"].to_numpy().astype("U3")
    given = names.given_names(rng, male, year)
    minority = chance(rng, 0.004, heads)[household]
    name = np.where(minority, names.minority_names(rng, male), np.char.add(surname, given))
    former = np.where(
        chance(rng, 0.005, n) & (age > 16), np.char.add(surname, names.given_names(rng, male, year - 10)), ""
    )
    people = pl.DataFrame(
        {
            "person": folk["person"],
            "household": household,
            "relation": relation,
            "kind": folk["kind"],
            "sex": np.where(male, "M", "F"),
            "birth_date": birth,
            "age": years_old(birth, as_of),
            "county_code": home,
            "area_code": area,
            "id_number": numbers.to_number(body),
            "name": name,
            "former_name": former,
            "minority": minority,
            "phone": phone,
            "twin": near & folk["twin"].to_numpy(),
            "first_in_household": start,
        }
    )
    people = _traps(people, seed)
    households = people.group_by("household", maintain_order=True).agg(
        pl.first("county_code", "kind"), size=pl.len().cast(pl.Int64), head=pl.first("person")
    )
    return people, households.with_columns(urban=chance(rng, 0.45, len(households)))


def _traps(people: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Namesakes of one birthday, two people on one number, one person with two, documents of other kinds."""
    rng = stream(seed, "traps")
    n = len(people)
    name, birth = people["name"].to_numpy().astype("U20"), people["birth_date"].to_numpy().copy()
    sex, number = people["sex"].to_numpy().astype("U1"), people["id_number"].to_numpy().astype("U18")
    alone = (
        people["kind"].is_in(["single", "single_elder"]).to_numpy()
        & (people["relation"] == "head").to_numpy()
    )
    alone &= ~people["minority"].to_numpy()
    pool = rng.permutation(np.flatnonzero(alone))
    twos = pool[: len(pool) // 2 * 2].reshape(-1, 2)
    alike, shared = np.split(twos[: max(2, n // 1000) + max(1, n // 40000)], [max(2, n // 1000)])
    area, county = people["area_code"].to_numpy().copy(), people["county_code"].to_numpy().copy()
    for a, b in (alike.T, shared.T):
        birth[b], sex[b], area[b] = birth[a], sex[a], area[a]
    county[alike[:, 1]] = county[alike[:, 0]]
    name[alike[:, 1]] = name[alike[:, 0]]
    b = alike[:, 1]
    taken = set(number.tolist())
    body = (area[b] * 10**8 + numbers.yyyymmdd(birth[b])) * 1000
    for k, person in enumerate(b):
        start = int(rng.integers(0, 499))
        free = (2 * ((start + step) % 499) + (sex[person] == "M") for step in range(499))
        number[person] = next(
            c for s in free if (c := str(numbers.to_number(body[k : k + 1] + s)[0])) not in taken
        )
        taken.add(str(number[person]))
    number[shared[:, 1]] = number[shared[:, 0]]
    second = np.full(n, "", dtype="U18")
    two = np.setdiff1d(rng.permutation(n)[: max(2, n // 8000)], twos.ravel())
    other = numbers.resident_bodies(
        rng, birth_area_of_second(rng, area[two]), birth[two], sex[two] == "M", np.full(len(two), -1)
    )
    second[two] = np.where(np.isin(numbers.to_number(other), number), "", numbers.to_number(other))
    foreign = np.setdiff1d(
        np.flatnonzero(chance(rng, 0.0015, n) & (people["age"] > 18).to_numpy()), np.r_[twos.ravel(), two]
    )
    id_type, other_type, other_number = (
        np.full(n, "111"),
        np.full(n, "", dtype="U3"),
        np.full(n, "", dtype="U18"),
    )
    id_type[foreign], number[foreign], other_type[foreign], other_number[foreign] = numbers.permits(
        rng, birth[foreign], sex[foreign] == "M"
    )
    return people.with_columns(
        name=name,
        birth_date=birth,
        sex=sex,
        county_code=county,
        id_type=id_type,
        id_number=number,
        second_number=second,
        other_type=other_type,
        other_number=other_number,
    )


def birth_area_of_second(rng: np.random.Generator, area: Ints) -> Ints:
    """Area codes of second numbers: another code of the same province, as after a move."""
    return area // 100 * 100 + between(rng, 1, 29, len(area))
