"""A made-up population and the mentions that careless departments make of it, with the truth.

In: a seed, a number of households.  Out: an Arrow table with the columns of mentions and `person` (the
truth) and `kind` (what was done to the row).  Area codes begin with 99 so that no number is anybody's.
"""

from __future__ import annotations

import datetime
import random

import pyarrow as pa

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰建华国文志红玉春梅海燕鹏飞雪晶辉波宁欣怡子涵宇轩浩然梓"
    "萱诗雨佳俊豪思远晨曦若溪一诺可心天佑嘉懿皓月婉清书瑶振业德福长贵顺义凤仙翠莲爱民永康立新庆丰少卿"
)
SOUNDS = {
    "伟": "玮",
    "芳": "方",
    "静": "婧",
    "丽": "莉",
    "张": "章",
    "李": "黎",
    "明": "鸣",
    "华": "桦",
    "志": "智",
    "宇": "雨",
}
DATASETS = ("mz_member", "jy_student", "yb_enrolment", "rs_insurance", "wj_illness", "cl_card")


def check(body: str) -> str:
    """Check character of 17 digits."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


class Population:
    """People in households and their mentions."""

    def __init__(self, seed: int, households: int) -> None:
        self.random = random.Random(seed)
        self.rows: list[dict[str, object]] = []
        self.person = 0
        self.used: set[str] = set()
        for number in range(households):
            self._household(number)

    def table(self, shuffle: int = 0) -> pa.Table:
        """The mentions; `shuffle` puts the rows in another order without changing them."""
        rows = list(self.rows)
        if shuffle:
            random.Random(shuffle).shuffle(rows)
        return pa.Table.from_pylist(rows, schema=SCHEMA)

    def _household(self, number: int) -> None:
        r = self.random
        surname, county = r.choice(SURNAMES), f"9901{r.randint(1, 30):02d}"
        phone = f"1990{r.randint(0, 9999999):07d}"
        year = r.randint(1950, 1992)
        family = [
            self._person(surname, county, year, "M"),
            self._person(r.choice(SURNAMES), county, year + r.randint(-4, 4), "F"),
        ]
        children = r.choice((0, 1, 1, 2))
        twins = children == 2 and r.random() < 0.1
        born = datetime.date(year + r.randint(22, 30), r.randint(1, 12), r.randint(1, 28))
        for child in range(children):
            day = born if twins or child == 0 else born + datetime.timedelta(days=r.randint(500, 2500))
            family.append(self._person(surname, county, day.year, r.choice("MF"), day))
        for person in family:
            person["phone"] = phone if r.random() < 0.7 else f"1991{r.randint(0, 9999999):07d}"
            person["household"] = f"H{number:07d}"
            for _ in range(r.randint(1, 4)):
                self._mention(person, family)

    def _person(
        self, surname: str, county: str, year: int, sex: str, day: datetime.date | None = None
    ) -> dict:
        r = self.random
        self.person += 1
        day = day or datetime.date(year, r.randint(1, 12), r.randint(1, 28))
        number = ""
        while not number or number in self.used:
            serial = r.randint(0, 499) * 2 + (sex == "M")
            body = f"{county}{day:%Y%m%d}{serial:03d}"
            number = body + check(body)
        self.used.add(number)
        given = "".join(r.choice(GIVEN) for _ in range(r.choice((1, 2, 2, 2))))
        return {
            "person": self.person,
            "name": surname + given,
            "sex": sex,
            "birth": day,
            "number": number,
            "county": county,
        }

    def _mention(self, person: dict, family: list[dict]) -> None:
        r = self.random
        row: dict[str, object] = dict.fromkeys(SCHEMA.names)
        row |= {"mention": 10**18 + len(self.rows), "source": r.choice(DATASETS), "role": "self"}
        row |= {"id_type": "111", "id_status": "valid", "id_found_in": "id_number"}
        row |= {
            "id_text": person["number"],
            "id18": person["number"],
            "name": person["name"],
            "sex": person["sex"],
        }
        row |= {
            "birth_date": person["birth"] if r.random() < 0.8 else None,
            "phone": person["phone"] if r.random() < 0.8 else None,
            "county_code": person["county"] if r.random() < 0.95 else f"9901{r.randint(1, 30):02d}",
            "household_id": person["household"] if r.random() < 0.3 else None,
            "person": person["person"],
        }
        kind = r.choices(tuple(DIRT), tuple(DIRT.values()))[0]
        if kind == "guardian" and (
            person["birth"].year - family[0]["birth"].year < 12 or row["birth_date"] is None
        ):
            kind = "clean"
        getattr(self, f"_{kind}")(row, person, family)
        row["kind"] = kind
        self.rows.append(row)

    def _clean(self, row: dict, person: dict, family: list[dict]) -> None: ...

    def _unusable(self, row: dict, text: str | None, status: str) -> None:
        row.update(id_text=text, id18=None, id_status=status)

    def _slip(self, row: dict, person: dict, family: list[dict]) -> None:
        place = self.random.randrange(17)
        number = person["number"]
        digit = str((int(number[place]) + self.random.randint(1, 9)) % 10)
        self._unusable(row, number[:place] + digit + number[place + 1 :], "failed")

    def _swap(self, row: dict, person: dict, family: list[dict]) -> None:
        number = person["number"]
        places = [p for p in range(16) if number[p] != number[p + 1]]
        place = self.random.choice(places)
        self._unusable(
            row, number[:place] + number[place + 1] + number[place] + number[place + 2 :], "failed"
        )

    def _lost(self, row: dict, person: dict, family: list[dict]) -> None:
        place = self.random.randrange(17)
        self._unusable(row, person["number"][:place] + person["number"][place + 1 :], "failed")

    def _rounded(self, row: dict, person: dict, family: list[dict]) -> None:
        self._unusable(row, person["number"][:15] + "000", "failed")

    def _masked(self, row: dict, person: dict, family: list[dict]) -> None:
        self._unusable(row, person["number"][:6] + "********" + person["number"][14:], "masked")

    def _none(self, row: dict, person: dict, family: list[dict]) -> None:
        self._unusable(row, None, "none")
        row.update(birth_date=person["birth"], county_code=person["county"])

    def _guardian(self, row: dict, person: dict, family: list[dict]) -> None:
        row.update(id_text=family[0]["number"], id18=family[0]["number"])

    def _homophone(self, row: dict, person: dict, family: list[dict]) -> None:
        row["name"] = "".join(SOUNDS.get(c, c) for c in person["name"])
        self._slip(row, person, family)

    def _wildcard(self, row: dict, person: dict, family: list[dict]) -> None:
        row["name"] = person["name"][:-1] + "□"


DIRT = {
    "clean": 93.0,
    "slip": 1.0,
    "swap": 0.5,
    "lost": 0.3,
    "rounded": 0.3,
    "masked": 1.0,
    "none": 2.0,
    "guardian": 1.0,
    "homophone": 0.5,
    "wildcard": 0.4,
}
"""What is done to a row, and how many of a hundred."""

SCHEMA = pa.schema(
    [("mention", pa.uint64())]
    + [
        (name, pa.string())
        for name in (
            "source",
            "role",
            "id_type",
            "id_text",
            "id18",
            "id_status",
            "id_found_in",
            "id_second",
            "name",
            "sex",
        )
    ]
    + [
        ("birth_date", pa.date32()),
        ("phone", pa.string()),
        ("county_code", pa.string()),
        ("household_id", pa.string()),
    ]
    + [("hint", pa.string()), ("person", pa.int64()), ("kind", pa.string())]
)
