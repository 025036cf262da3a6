"""What one department's system holds about each person: the identity block with its habits and faults.

In: the world, a system, the people it knows, its rates. Out: one row a person and listing (`variant` 0; 1
where the system lists the person a second time, held otherwise), with the kinds of fault joined by `+`
(`clean` for none). A system's fault is the same in every batch: that is where it was typed.
"""

import numpy as np
import polars as pl

from sample_data import wrong_names, wrong_numbers
from sample_data.dirt import Dirt
from sample_data.draw import Array, Bools, Days, Ints, between, chance, choose, stream
from sample_data.forms import BLOCK
from sample_data.numbers import phones
from sample_data.province import World

BIRTH_STYLES = ["%Y-%m-%d", "%Y%m%d", "%Y.%-m.%-d", "%Y年%-m月%-d日"]
SEX_STYLES = [("男", "女"), ("1", "2"), ("M", "F")]
READABLE = ["full_width", "spaces", "apostrophe", "zero_width"]
WITH_X = ["x_lower", "x_sign", "x_full_width", "x_star", "x_lost"]
ANY = [
    "masked",
    "float_rounded",
    "double_rounded",
    "typo_substitution",
    "typo_swap",
    "typo_lost",
    "typo_doubled",
]
NAMES = ["traditional", "variant", "homophone", "lookalike", "swapped", "lost_character", "added_character"]
NAMES += ["name_spaces", "suffix", "unreadable_character"]


def one_of(rng: np.random.Generator, dirt: Dirt, kinds: list[str], free: Bools) -> dict[str, Ints]:
    """Positions with each fault: at most one fault of `kinds` a record, and none where not `free`."""
    draw, low, found = rng.random(len(free)), 0.0, {}
    for kind in kinds:
        high = low + getattr(dirt, kind)
        found[kind] = np.flatnonzero(free & (draw >= low) & (draw < high))
        low = high
    return found


class Holding:
    """The identity block of some people as one system holds it, while it is being put together."""

    def __init__(self, world: World, system: str, persons: Ints, variant: int, dirt: Dirt) -> None:
        self.rng, self.system = stream(world.seed, f"{system} {variant}"), system
        self.world, self.dirt, self.persons, self.n = world, dirt, persons, len(persons)
        self.everybody = world.people
        self.truth = world.people[persons.tolist()]
        self.number: list[str] = self.truth["id_number"].to_list()
        self.id_type: list[str] = self.truth["id_type"].to_list()
        self.name: list[str] = self.truth["name"].to_list()
        self.kinds: list[list[str]] = [[] for _ in range(self.n)]
        planted = np.fromiter(world.protected, dtype=np.int64, count=len(world.protected))
        self.free = ~np.isin(persons, planted)
        self.numberless = np.zeros(self.n, dtype=bool)
        self.resident = (self.truth["id_type"] == "111").to_numpy() & self.free

    def mark(self, at: Ints, kind: str) -> None:
        """Write down that these records have this fault."""
        for i in at.tolist():
            self.kinds[i].append(kind)

    def change(self, field: list[str], at: Ints, values: list[str], kind: str) -> None:
        """Set new values where they differ from what stands there, and write the fault down."""
        for i, value in zip(at.tolist(), values, strict=True):
            if value != field[i]:
                field[i] = value
                self.kinds[i].append(kind)

    def other_people_numbers(self) -> Bools:
        """Second numbers, other documents, a guardian's, mother's or relative's; returns who is done with."""
        truth, rng, done = self.truth, self.rng, np.zeros(self.n, dtype=bool)
        first = truth["first_in_household"].to_numpy()
        age = truth["age"].to_numpy()
        guardian = np.where((age < 16) & (first != self.persons), first, -1)
        numbers, names = self.everybody["id_number"], self.everybody["name"]

        def take(kind: str, where: Bools, values: list[str]) -> Ints:
            at = np.flatnonzero(where & ~done & self.free & chance(rng, getattr(self.dirt, kind), self.n))
            self.change(self.number, at, [values[i] for i in at.tolist()], kind)
            done[at] = True
            return at

        second, other = truth["second_number"].to_list(), truth["other_number"].to_list()
        take("second_number", (truth["second_number"] != "").to_numpy(), second)
        for i in take("other_document", (truth["other_number"] != "").to_numpy(), other).tolist():
            self.id_type[i] = str(truth["other_type"][i])
        held_by = numbers.gather(np.where(guardian < 0, first, guardian)).to_list()
        newborn = (truth["birth_date"].to_numpy() > self.world.day - np.timedelta64(270, "D")) & (
            guardian >= 0
        )
        mother = np.where(
            (self.everybody["sex"].gather(first) == "F").to_numpy(),
            first,
            np.minimum(first + 1, len(numbers) - 1),
        )
        of_mother = numbers.gather(mother).to_list()
        for i in take("newborn_under_mother", newborn, of_mother).tolist():
            child = "子" if truth["sex"][i] == "M" else "女"
            self.name[i] = f"{names[int(mother[i])]}之{child}"
        take("guardian_number", guardian >= 0, held_by)
        take("family_number", (first != self.persons) & (age >= 16), numbers.gather(first).to_list())
        return done

    def numbers_as_typed(self, done: Bools) -> None:
        """The faults of typing, exporting and leaving out."""
        rng, birth = self.rng, self.truth["birth_date"].to_numpy()
        card = np.flatnonzero(
            self.resident
            & ~done
            & (self.truth["card_level"] > 0).to_numpy()
            & chance(rng, self.dirt.card_in_id, self.n)
        )
        tail = [f"{t}{v}" for t, v in self.truth.select("card_type", "card_level")[card.tolist()].iter_rows()]
        reissued = chance(rng, 0.15, len(card)).tolist()
        cards = [
            self.number[i] + t + ("B1" if b else "")
            for i, t, b in zip(card.tolist(), tail, reissued, strict=True)
        ]
        self.change(self.number, card, cards, "card_in_id")
        done[card] = True
        none = one_of(rng, self.dirt, ["blank", "none_word", "zeros"], self.free & ~done)
        for kind, at in none.items():
            self.spoil(kind, at)
            done[at] = self.numberless[at] = True
        for kind, at in one_of(rng, self.dirt, ["old_15", *ANY], self.resident & ~done).items():
            if kind == "old_15":
                at = at[birth[at] < np.datetime64("1986-01-01")]
            self.spoil(kind, at)
            done[at] = True
        ends_in_x = np.array([s.endswith("X") for s in self.number], dtype=bool)
        for kind, at in one_of(rng, self.dirt, WITH_X, self.resident & ends_in_x & ~done).items():
            self.spoil(kind, at)
        for kind, at in one_of(
            rng, self.dirt, READABLE, self.free & np.array([s != "" for s in self.number], dtype=bool)
        ).items():
            self.spoil(kind, at)

    def spoil(self, kind: str, at: Ints) -> None:
        """Put one kind of fault into these numbers."""
        self.change(
            self.number, at, wrong_numbers.spoil(self.rng, kind, [self.number[i] for i in at.tolist()]), kind
        )

    def names_as_typed(self) -> None:
        """Former names, then at most one fault of typing; dots and rare characters have their own."""
        former = self.truth["former_name"].to_list()
        had = (self.truth["former_name"] != "").to_numpy() & self.free
        at = np.flatnonzero(had & chance(self.rng, self.dirt.former_name, self.n))
        self.change(self.name, at, [former[i] for i in at.tolist()], "former_name")
        names = pl.Series(self.name, dtype=pl.String)
        dotted = names.str.contains("·", literal=True).to_numpy()
        rare = names.str.contains_any(wrong_names.RARE).to_numpy()
        for kinds, where in (
            (["truncated", "dot_variant"], dotted),
            (["rare_lost"], rare),
            (NAMES, ~rare & ~dotted),
        ):
            for kind, at in one_of(self.rng, self.dirt, kinds, where & self.free).items():
                spoiled = wrong_names.spoil(self.rng, kind, [self.name[i] for i in at.tolist()])
                self.change(self.name, at, spoiled, kind)

    def birth_dates(self) -> list[str]:
        """Birth dates in this system's spelling, one in fifty in another; some missing, few wrong."""
        rng = self.rng
        birth: Days = self.truth["birth_date"].to_numpy().copy()
        wrong = np.flatnonzero(self.free & chance(rng, self.dirt.birth_wrong, self.n))
        birth[wrong] += choose(
            rng, [-3650, -365, -30, -1, 1, 9, 31, 365], [1, 3, 3, 2, 2, 2, 3, 2], len(wrong)
        ).astype("timedelta64[D]")
        self.mark(wrong, "birth_wrong")
        style = between(stream(self.world.seed, f"style {self.system}"), 0, 3, 1)[0]
        styles = np.where(chance(rng, 0.02, self.n), between(rng, 0, 3, self.n), style)
        dates = pl.Series(birth)
        spelt = np.select(
            [styles == k for k in range(4)],
            [dates.dt.strftime(f).to_numpy().astype("U16") for f in BIRTH_STYLES],
            "",
        )
        missing = chance(
            rng, np.where(self.numberless, self.dirt.birth_missing_too, self.dirt.birth_missing), self.n
        )
        missing &= self.free
        unreadable = chance(rng, self.dirt.birth_unreadable, self.n) & self.free & ~missing
        spelt = np.where(
            unreadable, choose(rng, ["1900-02-30", "不详", "19880000"], [1, 1, 1], self.n), spelt
        )
        self.mark(np.flatnonzero(unreadable), "birth_unreadable")
        return list(np.where(missing, "", spelt))

    def others(self) -> dict[str, Array]:
        """Sex, telephone and county, in this system's spelling."""
        rng, dirt, n = self.rng, self.dirt, self.n
        male = (self.truth["sex"] == "M").to_numpy()
        wrong = chance(rng, dirt.sex_wrong, n) & self.free
        self.mark(np.flatnonzero(wrong), "sex_wrong")
        him, her = SEX_STYLES[int(stream(self.world.seed, f"sex {self.system}").integers(0, 3))]
        sex = np.where(male ^ wrong, him, her)
        sex = np.where(
            chance(rng, dirt.sex_missing, n) & self.free, choose(rng, ["", "0", "9"], [8, 1, 1], n), sex
        )
        phone = np.where(
            chance(rng, dirt.phone_other, n) & self.free,
            phones(rng, n),
            self.truth["phone"].to_numpy().astype("U16"),
        )
        missing = chance(rng, np.where(self.numberless, dirt.phone_missing_too, dirt.phone_missing), n)
        phone = np.where(missing & self.free, "", phone)
        home = self.truth["county_code"].to_numpy()
        elsewhere = chance(rng, dirt.county_other, n) & self.free
        codes = np.unique(self.everybody["county_code"].to_numpy())
        home = np.where(elsewhere, codes[between(rng, 0, len(codes) - 1, n)], home)
        county = home.astype("U12")
        county = np.where(
            chance(rng, dirt.county_unknown, n) & self.free,
            choose(rng, ["420999", "", "429900"], [1, 1, 1], n),
            county,
        )
        longer = int(stream(self.world.seed, f"county {self.system}").integers(0, 4))
        county = np.where(county == "", "", np.char.add(county, ["", "", "000000", "001"][longer]))
        return {"sex": sex, "phone": phone, "county_code": county}


def hold(world: World, system: str, persons: Ints, variant: int, dirt: Dirt) -> pl.DataFrame:
    """The identity blocks of `persons` (ascending) in this system: person, the block as text, fault."""
    held = Holding(world, system, persons, variant, dirt)
    done = held.other_people_numbers()
    held.numbers_as_typed(done)
    held.names_as_typed()
    birth = held.birth_dates()
    rest = held.others()
    blank_type = chance(held.rng, 0.4, held.n).tolist()
    return pl.DataFrame(
        {
            "person": persons,
            "id_type": ["" if t == "111" and b else t for t, b in zip(held.id_type, blank_type, strict=True)],
            "id_number": held.number,
            "name": held.name,
            "sex": rest["sex"],
            "birth_date": birth,
            "phone": rest["phone"],
            "county_code": rest["county_code"],
            "fault": ["+".join(k) or "clean" for k in held.kinds],
        },
        schema={"person": pl.Int64} | dict.fromkeys([*BLOCK, "fault"], pl.String),
    )
