"""Whatever a user can deliver wrong is refused with a reason, and the last good delivery stays in force."""

import pytest

from transforms.landing import LandingError

GOOD = "visit_id,name\n1,x\n2,y\n"


def test_missing_inbox(place):
    place.inbox.rmdir()
    with pytest.raises(LandingError, match="does not exist"):
        place.land()


def test_empty_inbox(place):
    with pytest.raises(LandingError, match="no dataset folder"):
        place.land()


def test_inbox_with_only_later_batches(place):
    place.put(GOOD, on="2026-04-01")
    with pytest.raises(LandingError, match="no batch on or before 2026-03-31"):
        place.land()


def test_inbox_that_is_a_file(place, tmp_path):
    place.inbox.rmdir()
    place.inbox.write_text("x")
    with pytest.raises(LandingError, match="is not a folder"):
        place.land()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", b"", "a.csv: is empty (0 bytes)"),
        ("a.parquet", b"", "a.parquet: is empty (0 bytes)"),
        ("a.csv", bytes(range(256)) * 9, "a.csv: not a text file"),
        ("a.parquet", b"\x07\x81" * 99, "a.parquet: not a Parquet file"),
        ("a.xlsx", b"\x07\x81" * 99, "a.xlsx: cannot be read as xlsx"),
        ("a.parquet", b"PAR1" + b"\0" * 50 + b"PAR1", "a.parquet: a damaged Parquet file"),
        ("a.csv", "visit_id,name\n1,caf\u00e9\n".encode("latin-1"), "line 2: neither UTF-8 nor GB18030"),
        ("a.csv", ("visit_id,name\n" + "1,張偉陳寶蓮\n" * 20).encode("big5"), "reads like Big5"),
        (
            "a.csv",
            ("visit_id,name\n" + "1,张三李四王五\n" * 9).encode() + b"2,\xff\xfe\n",
            "line 11: UTF-8 text damaged",
        ),
        ("a.csv", b"visit_id,name\n1,x\n2,y,z\n", "line 3: 3 fields where the header has 2"),
        ("a.csv", b"visit_id,name\n1,x\n2\n", "line 3: 1 fields where the header has 2"),
        ("a.csv", b'visit_id,name\n1,"x\n2,y\n', "odd number of quotes"),
        ("a.csv", b"PK\x03\x04rest", "its content is Excel, zip or Parquet"),
        ("a.csv", b"visit_id,name\n", "0 rows; expected at least 1"),
        ("a.csv", b"\nvisit_id,name\n", "first line is blank"),
        (
            "a.csv",
            b"visit_id,note\n1,x\n",
            "required column name is missing; expected a header such as name, 姓名",
        ),
        ("a.csv", "visit_id,name,姓名\n1,x,y\n".encode(), "columns 'name' and '姓名' both mean name"),
        (
            "a.csv",
            b"V1,990101198006150112,990101198006150112\n",
            "its first line holds no header that is known; expected the header there, not data",
        ),
        (
            "a.csv",
            "visit_id,姓名,990101198006150112,990101198006150112\n1,x,y,z\n".encode(),
            "columns '990101************' and '990101************' both mean 990101************",
        ),
        ("a.xls", b"x", "a.xls: a form that is not read"),
    ],
)
def test_refused_with_a_reason(place, name, content, reason):
    place.put(content, name)
    assert reason in place.refusal()


def test_truncated_parquet(place):
    file = place.parquet("SELECT range AS visit_id, 'n' AS name FROM range(1000)")
    file.write_bytes(file.read_bytes()[:-200])
    assert "truncated Parquet" in place.refusal()


def test_parquet_with_damaged_pages(place):
    file = place.parquet("SELECT range AS visit_id, uuid() AS name FROM range(5000)")
    content = bytearray(file.read_bytes())
    content[40:4000] = b"\xff" * 3960
    file.write_bytes(bytes(content))
    assert "a.parquet: a damaged Parquet file" in place.refusal()


def test_a_reason_never_quotes_the_row(place):
    place.put("visit_id,name\n1,张三\n2,420102199001011234,李四\n")
    assert not any(secret in place.refusal() for secret in ("420102199001011234", "李四"))


def test_one_bad_file_refuses_the_whole_batch(place):
    place.put(GOOD, "a.csv")
    place.put("visit_id\n3\n", "b.csv")
    assert "b.csv: required column name" in place.refusal()


def test_a_refused_newer_batch_leaves_the_last_good_one_in_force(place):
    place.put(GOOD, on="2026-02-01")
    place.put("", on="2026-03-01")
    report = place.land()
    assert [(str(x.batch), x.in_force) for x in report.landed] == [("2026-02-01", True)]
    assert [(x.dataset, str(x.batch), x.files) for x in report.refused] == [
        ("visits", "2026-03-01", ("a.csv",))
    ]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"a.csv": {"rows": 3}}, "a.csv: holds 2 rows where the manifest says 3"),
        ({"a.csv": {"rows": 2, "sha256": "0" * 64}}, "a.csv: its SHA-256 is"),
        ({"a.csv": {"rows": 2}, "b.csv": {"rows": 1}}, "b.csv: listed in the manifest but not delivered"),
        ({}, "a.csv: delivered but not listed"),
        ({"a.csv": {"rows": "two"}}, "rows must be a whole number"),
    ],
)
def test_manifest_disagrees(place, facts, reason):
    place.put(GOOD)
    place.manifest(facts)
    assert reason in place.refusal()
    assert list(place.landing.rglob("*.parquet")) == []


def test_a_manifest_of_nothing(place):
    place.manifest({})
    assert "lists no file and none was delivered" in place.refusal()


def test_manifest_that_is_no_json(place):
    place.put(GOOD)
    place.put("{", "_manifest.json")
    assert "_manifest.json: cannot be understood" in place.refusal()


def test_manifest_agrees(place, digest):
    file = place.put(GOOD)
    place.manifest({"a.csv": {"rows": 2, "sha256": digest(file).upper()}})
    assert len(place.rows(place.land())) == 2


def test_a_manifest_is_believed_on_the_next_night_too(place):
    place.put(GOOD)
    place.land()
    place.manifest({"a.csv": {"rows": 99}})
    report = place.land()
    assert len(report.refused) == 1
    assert report.landed[0].rows == 2


def test_what_is_not_understood_is_noted(place):
    place.put(GOOD)
    place.put(GOOD, dataset="nonsense")
    place.put(GOOD, on="March")
    place.put(GOOD, on="2026-02-31")
    place.put("hello", "readme.txt")
    place.put("hello", ".hidden")
    (place.inbox / "visits" / "2026-02-02").mkdir()
    notes = {(n.kind, n.subject) for n in place.land().notes}
    assert notes == {
        ("folder_not_understood", "nonsense"),
        ("folder_not_understood", "visits/March"),
        ("folder_not_understood", "visits/2026-02-31"),
        ("file_not_understood", "visits/2026-03-01/readme.txt"),
        ("batch_empty", "visits/2026-02-02"),
    }


def test_a_killed_run_leaves_nothing_that_counts(place):
    place.put(GOOD)
    folder = place.landing / "visits" / "2026-03-01"
    folder.mkdir(parents=True)
    (folder / ".0123456789abcdef.parquet.tmp").write_bytes(b"half")
    (folder / "0123456789abcdef.parquet").write_bytes(b"a Parquet without its receipt")
    report = place.land()
    assert [x.rows for x in report.landed] == [2]
    assert not list(folder.glob(".*.tmp"))
