"""Education 教育: pupils and students, and the aid they received."""

import numpy as np
import polars as pl

from sample_data.departments import Extract
from sample_data.draw import between, chance, choose, stream
from sample_data.province import World

# stage: age of entry and years (the length of stay decides the date of entry)
ENTRY = {
    "kindergarten": 3,
    "primary": 6,
    "junior": 12,
    "senior": 15,
    "vocational": 15,
    "college": 18,
    "university": 18,
}


def school_year(world: World) -> int:
    """The calendar year in which the current school year began (1 September)."""
    return world.as_of.year if world.as_of.month >= 9 else world.as_of.year - 1


def term(world: World) -> str:
    """The term of the as-of date: from 1 September `Y-(Y+1)-1`, from 1 March `(Y-1)-Y-2`."""
    y, month = world.as_of.year, world.as_of.month
    if month >= 9:
        return f"{y}-{y + 1}-1"
    return f"{y - 1}-{y}-2" if month >= 3 else f"{y - 1}-{y}-1"


def students(world: World) -> pl.DataFrame:
    """Everybody at school; `guardian` is the adult of the household for those under 18."""
    rng = stream(world.seed, "jy_student")
    rows = world.people.filter((pl.col("stage") != "") & pl.col("died_on").is_null())
    n = len(rows)
    assisted = rows["assisted"].fill_null(False).to_numpy()
    year = school_year(world)
    stage = rows["stage"].to_numpy().astype("U12")
    age = rows["age"].to_numpy()
    since = np.clip(age - np.array([ENTRY[s] for s in stage.tolist()]), 0, 5)
    entered = (year - since - 1970).astype("datetime64[Y]").astype("datetime64[M]") + np.timedelta64(8, "M")
    late = chance(rng, 0.01, n)
    entered_on = entered.astype("datetime64[D]") + np.where(
        late & (since == 0), between(rng, 20, 70, n), 0
    ).astype("timedelta64[D]")
    needy = np.where(assisted, 0.65, 0.02)
    hardship = np.where(
        chance(rng, needy, n), choose(rng, ["special", "difficult", "general"], [4, 4, 2], n), "none"
    )
    letter = choose(rng, ["G", "L", "J"], [96.5, 2.5, 1.0], n)
    number = np.where(rows["second_number"] != "", rows["second_number"], rows["id_number"]).astype("U18")
    own = (
        (rows["id_type"] == "111").to_numpy()
        & (letter == "G")
        & ~rows["id_number"].is_duplicated().to_numpy()
    )
    temporary = np.char.add(
        rows["county_code"].to_numpy().astype("U6"),
        np.char.zfill(rows["person"].to_numpy().astype("U12"), 12),
    )
    student_no = np.where(
        own, np.char.add("G", number), np.char.add(np.where(letter == "G", "L", letter), temporary)
    )
    return rows.select(
        "person", "stage", guardian=pl.when(pl.col("age") < 18).then("first_in_household").otherwise(-1)
    ).with_columns(
        student_no=student_no,
        school_code=np.char.add(
            rows["county_code"].to_numpy().astype("U6"), between(rng, 1000, 1999, n).astype("U4")
        ),
        status=choose(rng, ["enrolled", "suspended", "graduated", "dropped"], [97, 1, 1.5, 0.5], n),
        hardship=hardship,
        entered_on=np.minimum(entered_on, world.day),
    )


def aid(world: World, rows: pl.DataFrame) -> pl.DataFrame:
    """Aid in this term and the one before, to nearly all students of assisted and needy households."""
    rng = stream(world.seed, "jy_aid")
    assisted = world.people["assisted"].fill_null(False).to_numpy()
    due = rows.filter(pl.Series(assisted[rows["person"].to_numpy()]) | (pl.col("hardship") != "none"))
    now = term(world)
    year = int(now[:4])
    before = f"{year - 1}-{year}-2" if now.endswith("1") else f"{year}-{year + 1}-1"
    parts = []
    for label, paid_on in ((before, world.date_in(7, 10)), (now, world.date_in(1, 20))):
        got = due.filter(pl.Series(~chance(rng, 0.03, len(due))))
        amount = choose(rng, [500.0, 625.0, 1000.0, 1650.0], [3, 3, 3, 2], len(got))
        parts.append(
            got.select("person", "student_no").with_columns(
                term=pl.lit(label), paid_on=pl.lit(paid_on), amount=amount
            )
        )
    found = pl.concat(parts)
    return found.with_columns(
        aid_id=pl.format("J{}", pl.int_range(1, len(found) + 1).cast(pl.String).str.zfill(8)),
        item=pl.lit("国家助学金"),
    )


def clean(world: World) -> dict[str, pl.DataFrame]:
    """The newest state of education's datasets."""
    rows = students(world)
    return {"jy_student": rows, "jy_aid": aid(world, rows)}


def batches(world: World, now: dict[str, pl.DataFrame]) -> list[Extract]:
    """One register of students; aid by term."""
    found = [Extract("jy_student", world.ago(9), now["jy_student"])]
    given = now["jy_aid"]
    for (paid_on,), rows in given.group_by("paid_on", maintain_order=True):
        batch = paid_on.replace(day=25)
        found.append(Extract("jy_aid", batch, rows))
    return found
