"""What a person can do wrong: one clear message without a traceback, the promised exit code, and nothing lost."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from flows import errors
from flows.cli import app
from flows.lock import home_lock
from tests.flows.conftest import AS_OF, SMALL, make_home
from tests.flows.contents import contents

NUMBER = re.compile(r"[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])[0-3]\d\d{3}[\dX]")


def doudi(*arguments: object) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    assert not NUMBER.search(result.output)
    return result


def run(inbox: Path, home: Path, as_of: date = AS_OF) -> Result:
    return doudi("run", "--inbox", inbox, "--home", home, "--as-of", as_of)


def refused(home: Path) -> dict[str, str]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        return dict(con.execute("SELECT dataset, reason FROM ops.batch WHERE status = 'refused'").fetchall())


@pytest.fixture
def new_home(tmp_path: Path) -> Path:
    return make_home(tmp_path / "home")


@pytest.mark.parametrize("name", sorted(errors.WRONG_USE_ERRORS))
def test_errors_that_mean_wrong_use_are_there(name):
    module, _, kind = name.rpartition(".")
    error = getattr(import_module(module), kind)("said")
    assert isinstance(error, Exception) and errors.is_user_error(error)
    assert errors.exit_code(error) == errors.WRONG_USE


@pytest.mark.parametrize("place", ["missing", "file", "empty"])
def test_an_inbox_that_is_none(tmp_path, new_home, place):
    inbox = tmp_path / "nowhere"
    if place == "file":
        inbox.touch()
    if place == "empty":
        inbox.mkdir()
    result = run(inbox, new_home)
    assert result.exit_code == 2
    assert str(inbox) in result.output
    assert not (new_home / "warehouse.duckdb").exists()
    assert run(inbox, tmp_path / "another").exit_code == 2
    assert not (tmp_path / "another").exists()


def spoil(inbox: Path, dataset: str, how: str) -> None:
    """Put one more, damaged, batch into a dataset."""
    whole = next(max((inbox / dataset).iterdir()).glob("*.parquet")).read_bytes()
    folder = inbox / dataset / AS_OF.isoformat()
    folder.mkdir()
    if how == "empty":
        (folder / "a.parquet").touch()
    elif how == "random":
        (folder / "a.parquet").write_bytes(bytes(range(256)) * 40)
    elif how == "truncated":
        (folder / "a.parquet").write_bytes(whole[: len(whole) // 2])
    elif how == "wrong encoding":
        (folder / "a.csv").write_bytes(
            "card_no,type,level,issued_on,status,name\n1,1,1,2020-01-01,valid,張\n".encode("big5")
            + b"\xff\xfe"
        )
    elif how == "missing column":
        (folder / "a.csv").write_text("card_no,type,level,name\n1,1,1,张三\n")
    elif how == "half by manifest":
        (folder / "a.csv").write_text(
            "card_no,type,level,issued_on,status,name\n1,1,1,2020-01-01,valid,张三\n"
        )
        (folder / "_manifest.json").write_text('{"files": {"a.csv": {"rows": 2}}}')


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("empty", "a.parquet"),
        ("random", "a.parquet"),
        ("truncated", "a.parquet"),
        ("wrong encoding", "a.csv"),
        ("missing column", "issued_on"),
        ("half by manifest", "manifest"),
    ],
)
def test_a_damaged_batch_is_refused_and_the_last_good_one_stays(inbox, new_home, how, said):
    spoil(inbox, "cl_card", how)
    result = run(inbox, new_home)
    assert result.exit_code == 3, result.output
    assert said in refused(new_home)["cl_card"]
    assert f"cl_card/{AS_OF}" in result.output
    with duckdb.connect(str(new_home / "warehouse.duckdb"), read_only=True) as con:
        in_force = con.execute(
            "SELECT batch < ? FROM ops.batch WHERE dataset = 'cl_card' AND status = 'in_force'", [AS_OF]
        ).fetchall()
    assert in_force == [(True,)]


def test_nothing_usable_is_no_night(tmp_path, new_home):
    folder = tmp_path / "inbox" / "cl_card" / AS_OF.isoformat()
    folder.mkdir(parents=True)
    (folder / "a.parquet").write_bytes(b"no parquet at all")
    result = run(tmp_path / "inbox", new_home)
    assert result.exit_code == 1
    assert "a.parquet" in result.output
    assert not (new_home / "warehouse.duckdb").exists()


def test_folders_not_understood_are_said(inbox, new_home):
    (inbox / "mz_houshold" / AS_OF.isoformat()).mkdir(parents=True)
    (inbox / "cl_card" / "last week").mkdir()
    (inbox / "mz_member" / AS_OF.isoformat()).mkdir(exist_ok=True, parents=True)
    for file in (inbox / "mz_member" / AS_OF.isoformat()).iterdir():
        file.unlink()
    (inbox / "cl_card" / "2020-01-01").mkdir()
    result = run(inbox, new_home)
    assert result.exit_code == 3
    assert "mz_houshold" in result.output
    assert "last week" in result.output
    assert f"batch_empty: mz_member/{AS_OF}" in result.output
    assert "cl_card/2020-01-01" not in result.output, "a newer batch is in force"
    checked = doudi("check", "--inbox", inbox, "--as-of", AS_OF)
    assert checked.exit_code == 3 and f"batch_empty mz_member/{AS_OF}" in checked.output


def test_rules_without_their_datasets_are_not_evaluated_and_say_so(inbox, new_home):
    result = run(inbox, new_home)
    assert result.exit_code == 3
    with duckdb.connect(str(new_home / "warehouse.duckdb"), read_only=True) as con:
        rows = dict(con.execute("SELECT rule, reason FROM ops.rule_status WHERE NOT evaluated").fetchall())
        fired = con.execute(
            "SELECT count(*) FROM mart.signal WHERE rule IN ('P01', 'P03', 'P07', 'R04')"
        ).fetchone()
    assert "yb_enrolment" in rows["P01"]
    assert "yb_settlement" in rows["P03"]
    assert fired == (0,)


def test_wrong_options(tmp_path, new_home, inbox):
    assert doudi("run", "--home", new_home).exit_code == 2
    wrong_date = doudi("run", "--inbox", inbox, "--home", new_home, "--as-of", "2026-13-01")
    assert (wrong_date.exit_code, "YYYY-MM-DD" in wrong_date.output) == (2, True)
    region = doudi("run", "--inbox", inbox, "--home", new_home, "--region", "atlantis")
    assert (region.exit_code, "hubei" in region.output) == (2, True)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.txt").touch()
    no_home = run(inbox, tmp_path / "other")
    assert (no_home.exit_code, "doudi init" in no_home.output) == (2, True)
    assert doudi("init", new_home).exit_code == 2
    assert doudi("explain", "signal", "P01-1", "--home", new_home).exit_code == 2
    assert doudi("sql", "SELECT 1", "--home", new_home).exit_code == 2


def test_a_night_never_goes_back_and_a_second_run_is_told_who_runs(home, inbox):
    before = contents(home / "warehouse.duckdb")
    earlier = run(SMALL / "inbox", home, AS_OF - timedelta(days=1))
    assert earlier.exit_code == 2
    assert str(AS_OF) in earlier.output
    with home_lock(home, "doudi run --as-of 2026-11-20"):
        second = run(SMALL / "inbox", home, AS_OF + timedelta(days=1))
    assert second.exit_code == 1
    assert "doudi run --as-of 2026-11-20" in second.output
    assert contents(home / "warehouse.duckdb") == before


@pytest.mark.slow
def test_stopped_at_any_moment_nothing_is_lost_and_the_next_run_is_right(inbox, new_home, tmp_path):
    assert run(inbox, new_home).exit_code == 3
    published = contents(new_home / "warehouse.duckdb")
    day = AS_OF + timedelta(days=1)
    for how, code, after in (
        (signal.SIGTERM, 130, "check"),
        (signal.SIGINT, 130, "match"),
        (signal.SIGKILL, -9, "signals"),
    ):
        told = _stopped(inbox, new_home, day, how, code, after)
        assert "Traceback" not in told
        assert code != 130 or "interrupted" in told
        assert contents(new_home / "warehouse.duckdb") == published
    assert run(inbox, new_home, day).exit_code == 3
    other = make_home(tmp_path / "undisturbed")
    run(inbox, other)
    run(inbox, other, day)
    assert contents(new_home / "warehouse.duckdb") == contents(other / "warehouse.duckdb")


def _stopped(inbox: Path, home: Path, day: date, how: signal.Signals, code: int, after: str) -> str:
    """Start a run and stop it once the step `after` has ended; what it said from then on."""
    command = [
        sys.executable,
        "-m",
        "flows.cli",
        "run",
        "--inbox",
        str(inbox),
        "--home",
        str(home),
        "--as-of",
        str(day),
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if line.split()[:1] == [after]:
            break
    process.send_signal(how)
    told = process.stderr.read()
    assert process.wait(30) == code
    return told


def test_a_full_disk_is_said_and_publishes_nothing(inbox, new_home, monkeypatch):
    import errno

    from flows import release

    assert run(inbox, new_home).exit_code == 3
    published = contents(new_home / "warehouse.duckdb")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(release, "_commit_ledger", full)
    result = run(inbox, new_home, AS_OF + timedelta(days=1))
    assert result.exit_code == 1
    assert "disk" in result.output
    assert contents(new_home / "warehouse.duckdb") == published


def test_a_full_disk_after_publication_is_not_called_unpublished(inbox, new_home, monkeypatch):
    import errno

    import signals.delivery

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(signals.delivery, "deliver", full)
        result = run(inbox, new_home)
    assert result.exit_code == 1 and (new_home / "warehouse.duckdb").exists()
    assert "The night is published" in result.output and "Nothing was published" not in result.output
    assert run(inbox, new_home).exit_code == 3
    assert list((new_home / "outbox").rglob("*.xlsx"))


def test_sql_only_reads(home):
    for query in (
        "DROP TABLE core.person",
        "COPY core.person TO '/dev/null'",
        "SELECT * FROM read_csv('/etc/hostname')",
        "nonsense",
    ):
        assert doudi("sql", query, "--home", home).exit_code == 2
    told = doudi("sql", "SELECT count(*) FROM core.person", "--home", home).output
    assert int(told.split()[-1]) > 1900  # as it can be copied into the next query


def test_check_writes_to_no_home(inbox, tmp_path):
    spoil(inbox, "cl_card", "missing column")
    result = doudi("check", "--inbox", inbox, "--as-of", AS_OF)
    assert result.exit_code == 3
    assert "issued_on" in result.output
    assert "mz_member" in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inbox"]


def test_check_says_why_rows_are_put_aside_and_where(inbox):
    batch = max((inbox / "mz_member").iterdir())
    for path in batch.iterdir():
        path.unlink()
    (batch / "m.csv").write_text(
        "household_id,member_no,name,id_number,county_code,relation,covered,labour\n"
        "H1,1,张三,,420102,01,Y,\nH1,,李四,,420102,01,Y,\nH1,1,张三,,420102,01,Y,\n",
        encoding="utf-8",
    )
    output = doudi("check", "--inbox", inbox, "--as-of", AS_OF).output
    assert "m.csv:2" in output and "member_no: is missing (primary key)" in output
    assert "m.csv:3" in output and "identical_row: the same as another row" in output
    assert "李四" not in output and "张三" not in output


def test_check_of_batches_that_are_all_refused_says_what_is_wrong_with_them(tmp_path):
    batch = tmp_path / "inbox" / "mz_member" / "2026-11-18"
    batch.mkdir(parents=True)
    (batch / "m.csv").write_text("household_id,member_no\nH1,1\n")
    result = doudi("check", "--inbox", tmp_path / "inbox", "--as-of", AS_OF)
    assert result.exit_code == 3
    assert "refused mz_member/2026-11-18: m.csv" in result.output


def test_match_alone(tmp_path):
    result = doudi(
        "match",
        SMALL / "mentions.parquet",
        "--out",
        tmp_path / "links.parquet",
        "--review",
        tmp_path / "pairs.parquet",
    )
    assert result.exit_code == 0
    with duckdb.connect() as con:
        links, records = con.execute(
            f"SELECT (SELECT count(DISTINCT record_id) FROM '{tmp_path}/links.parquet'), (SELECT count(*) FROM '{SMALL}/mentions.parquet')"
        ).fetchone() or (0, 1)
        columns = [row[0] for row in con.execute(f"DESCRIBE FROM '{tmp_path}/links.parquet'").fetchall()]
        pairs = [row[0] for row in con.execute(f"DESCRIBE FROM '{tmp_path}/pairs.parquet'").fetchall()]
    assert links == records
    assert columns == ["record_id", "person_id", "rule", "score"]
    assert pairs == ["record_id_a", "record_id_b", "score", "evidence"]


def test_match_names_what_a_table_lacks(tmp_path):
    (tmp_path / "people.csv").write_text("record_id,nombre\n1,x\n")
    result = doudi("match", tmp_path / "people.csv", "--out", tmp_path / "links.parquet")
    assert (result.exit_code, "name" in result.output) == (2, True)
    assert doudi("match", tmp_path / "none.parquet", "--out", tmp_path / "links.parquet").exit_code == 2
    assert not (tmp_path / "links.parquet").exists()


def test_explain_and_report(home):
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        (person,) = con.execute(
            "SELECT person_id FROM core.person_link WHERE rule = 'slip' ORDER BY person_id"
        ).fetchone() or (0,)
        (row,) = con.execute(
            "SELECT dataset || '/' || batch || '/' || source_file || ':' || source_row FROM core.person_link WHERE rule = 'slip' ORDER BY ALL"
        ).fetchone() or ("",)
        signal_id, warned = con.execute(
            "SELECT signal_id, person_id FROM mart.signal WHERE rule = 'P03' ORDER BY ALL"
        ).fetchone() or ("", 0)
    assert "来源记录" in doudi("explain", "person", person, "--home", home).output
    chain = doudi("explain", "person", warned, "--home", home).output.split("救助链")[1]
    assert "预警：住院救助未到位" in chain
    assert "Because" in doudi("explain", "link", row, "--home", home, "--language", "en").output
    assert "依据" in doudi("explain", "signal", signal_id, "--home", home).output
    assert doudi("explain", "person", 10**9, "--home", home).exit_code == 2
    assert doudi("explain", "signal", "P01-0", "--home", home).exit_code == 2
    assert doudi("explain", "link", "mz_member", "--home", home).exit_code == 2
    assert "index.html" in doudi("report", "--home", home).output
    assert doudi("report", "--home", home, "--as-of", "2020-01-01").exit_code == 2


def test_match_writes_over_nothing(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("record_id,name\n1,测试\n")
    before = people.read_text()
    for out, review in ((people, None), (tmp_path / "l.parquet", tmp_path / "l.parquet"), (tmp_path, None)):
        options = ["--review", review] if review else []
        result = doudi("match", people, "--out", out, *options)
        assert result.exit_code == 2
    assert people.read_text() == before


def test_a_truth_with_columns_of_any_name_and_a_record_twice(tmp_path):
    import duckdb

    links, truth = tmp_path / "links.parquet", tmp_path / "truth.parquet"
    duckdb.sql("SELECT unnest(['a', 'b']) AS record_id, 1 AS person_id").write_parquet(str(links))
    duckdb.sql("SELECT unnest(['a', 'b']) AS record_id, 1 AS person, 'x' AS \"error kind\"").write_parquet(
        str(truth)
    )
    assert "by error kind" in doudi("evaluate", links, truth).output
    duckdb.sql("SELECT unnest(['a', 'a']) AS record_id, 1 AS person").write_parquet(str(truth))
    result = doudi("evaluate", links, truth)
    assert result.exit_code != 0 and "record_id a is there twice" in result.output
