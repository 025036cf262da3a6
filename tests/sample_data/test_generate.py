"""The province on disk: complete, the same again, true to its own truth."""

import csv
import hashlib
import json
from datetime import date
from pathlib import Path

import fastexcel
import polars as pl
import pytest

import sample_data
from sample_data import SampleError, SampleReport, generate
from sample_data.dirt import CLEAN, Dirt
from sample_data.forms import FORMS
from sample_data.numbers import is_valid

SMALL = Path(sample_data.__file__).parent / "small"


def read(path: Path) -> pl.DataFrame:
    """A delivered file as text."""
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    if path.suffix == ".xlsx":
        return fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_polars()
    raw = path.read_bytes()
    text = raw.decode("utf-8-sig") if raw.startswith(b"\xef\xbb\xbf") else raw.decode("gb18030")
    rows = list(csv.reader(text.splitlines()))
    return pl.DataFrame(rows[1:], schema=rows[0], orient="row")


def content(out: Path) -> dict[str, str]:
    """Hashes of all files."""
    files = sorted(p for p in out.rglob("*") if p.is_file())
    return {str(p.relative_to(out)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_all_twenty_datasets_are_delivered_in_every_format(out: Path) -> None:
    assert {p.name for p in (out / "inbox").iterdir()} == set(FORMS)
    assert {p.suffix for p in (out / "inbox").rglob("*.*") if p.is_file()} == {
        ".parquet",
        ".csv",
        ".xlsx",
        ".json",
    }
    assert (out / "truth" / "as_of.txt").read_text() == "2026-11-20\n"


def test_the_same_arguments_give_the_same_tables(out: Path, tmp_path: Path) -> None:
    generate(tmp_path / "again", 2000, seed=7)
    assert content(tmp_path / "again") == content(out)


def test_the_committed_province_is_what_the_generator_makes(tmp_path: Path) -> None:
    generate(tmp_path / "small", 2000, seed=1)
    made = sorted(
        str(p.relative_to(tmp_path / "small")) for p in (tmp_path / "small").rglob("*.*") if p.is_file()
    )
    assert made == sorted(str(p.relative_to(SMALL)) for p in SMALL.rglob("*.*") if p.is_file())
    for name in made:
        if not name.endswith(".json") and not name.endswith(".txt"):
            assert read(tmp_path / "small" / name).equals(read(SMALL / name)), name


@pytest.mark.parametrize("seed", [102, 318])  # nobody met by a disaster; visits of one month only
def test_a_small_province_in_which_something_never_happens(tmp_path: Path, seed: int) -> None:
    generate(tmp_path / "few", 1000, seed)
    assert (tmp_path / "few" / "inbox" / "mz_visit").is_dir()


def test_another_seed_gives_another_province(out: Path, tmp_path: Path) -> None:
    generate(tmp_path / "other", 2000, seed=8)
    first, other = (pl.read_parquet(p / "truth" / "people.parquet") for p in (out, tmp_path / "other"))
    assert len(set(first["id_number"]) & set(other["id_number"])) < 5


def test_every_mention_points_to_its_row(out: Path, province: SampleReport) -> None:
    mentions = pl.read_parquet(out / "truth" / "mentions.parquet")
    people = pl.read_parquet(out / "truth" / "people.parquet")
    rows = 0
    for (dataset, batch, file), named in mentions.filter(pl.col("role") != "guardian").group_by(
        "dataset", "batch", "source_file"
    ):
        assert isinstance(batch, date)
        sent = read(out / "inbox" / str(dataset) / batch.isoformat() / str(file))
        assert sorted(named["source_row"]) == list(range(1, len(sent) + 1))
        rows += len(sent)
        label = next(
            c for c in sent.columns if c in ("id_number", "head_id_number") or "证" in c or "身份" in c
        )
        clean = named.filter(pl.col("kind") == "clean").join(people, on="person")
        typed = sent[label].gather(clean["source_row"] - 1)
        assert typed.to_list() == clean["id_number"].to_list()
    refused = read(next((out / "inbox" / "wj_illness" / "2026-11-19").glob("*.parquet")))
    assert rows + len(refused) == province.rows


def test_manifests_are_right_but_for_the_refused_batch(out: Path) -> None:
    for path in (out / "inbox").rglob("_manifest.json"):
        for name, stated in json.loads(path.read_text())["files"].items():
            data = (path.parent / name).read_bytes()
            right = stated["sha256"] == hashlib.sha256(data).hexdigest()
            assert right != (path.parent.parent.name == "wj_illness")


def test_rows_of_the_flat_table_have_their_truth(out: Path, province: SampleReport) -> None:
    flat = pl.read_parquet(out / "mentions.parquet")
    truth = pl.read_parquet(out / "truth" / "records.parquet")
    assert flat["record_id"].to_list() == truth["record_id"].to_list()
    assert flat["record_id"].n_unique() == len(flat) == province.mentions_in_force
    assert "person" not in flat.columns
    assert 1.9 < len(flat) / province.people < 2.8


def test_there_is_dirt_of_every_common_kind(out: Path) -> None:
    kinds = set(pl.read_parquet(out / "truth" / "mentions.parquet")["kind"].str.split("+").explode())
    assert kinds >= {
        *("clean", "old_15", "x_lower", "typo_substitution", "blank", "none_word", "masked", "card_in_id"),
        *(
            "guardian_number",
            "newborn_under_mother",
            "homophone",
            "former_name",
            "name_spaces",
            "number_in_card_only",
        ),
    }


def test_people_are_valid_and_traps_are_there(out: Path) -> None:
    people = pl.read_parquet(out / "truth" / "people.parquet")
    resident = people.filter(pl.col("id_type") == "111")
    assert all(is_valid(s) for s in resident["id_number"])
    assert resident["id_number"].is_duplicated().sum() == 2  # 重号: two people, one number
    assert people["second_number"].is_not_null().any()
    assert people["twin"].any()
    alike = people.group_by("name", "birth_date").len().filter(pl.col("len") > 1)
    assert len(alike) >= 2


def test_planted_cases_come_out_as_intended(out: Path) -> None:
    signals = pl.read_parquet(out / "truth" / "signals.parquet")
    planted = signals.filter(pl.col("intended").is_not_null())
    assert planted.filter(pl.col("intended") != pl.col("expected")).is_empty()
    rules = set(planted.filter("intended")["rule"])
    fully = "P01 P02 P03 P05 P06 P07 P08 P10 N02 N03 N06 E01 E02 E03 E09 X01 X03 X04 R01 R02 R03 R04"
    assert rules >= {*fully.split(" "), "D02"}
    assert set(planted.filter(~pl.col("intended"))["rule"]) >= rules - {"D02"}


def test_without_dirt_everything_is_clean(tmp_path: Path) -> None:
    generate(tmp_path / "clean", 1200, dirt=Dirt(**CLEAN))
    kinds = set(pl.read_parquet(tmp_path / "clean" / "truth" / "records.parquet")["kind"])
    assert kinds <= {"clean", "number_in_card_only", "second_number_in_card"}


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(SampleError, match="holds no earlier sample"):
        generate(tmp_path, 1000)
    assert (tmp_path / "mine.txt").read_text() == "keep"


def test_an_earlier_sample_is_replaced_and_a_home_beside_it_kept(tmp_path: Path) -> None:
    generate(tmp_path / "demo", 1000, seed=1)
    (tmp_path / "demo" / "home").mkdir()
    (tmp_path / "demo" / "home" / "ledger").write_text("keep")
    generate(tmp_path / "demo", 1100, seed=2)
    assert (tmp_path / "demo" / "home" / "ledger").read_text() == "keep"
    assert len(pl.read_parquet(tmp_path / "demo" / "truth" / "people.parquet")) == 1100


@pytest.mark.parametrize("people", [0, 999])
def test_too_few_people(tmp_path: Path, people: int) -> None:
    with pytest.raises(SampleError, match="1000 or more"):
        generate(tmp_path / "tiny", people)
    assert not (tmp_path / "tiny").exists()
