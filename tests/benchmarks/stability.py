"""`stability` and `ids`: the same people whatever the order of rows and the number of threads, and ids that last.

`doudi match` gets the same mentions in another order, and runs with one thread and with two: the groups of
records must be the same. Then a home runs a night and the next with 5 % of the rows changed (telephones, numbers
and names put right, rows gone, new people): every person there on both nights should keep their id.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from tests.benchmarks.night import run_night
from tests.benchmarks.process import measure
from tests.benchmarks.registry import Figure, Result, Setting, benchmark
from tests.benchmarks.samples import Sample, match_command, sample

CHANGED_PER_10_000 = 500


@benchmark
def stability(setting: Setting) -> Iterator[Result]:
    """Records whose group changes under shuffled rows or another number of threads."""
    for people in setting.people:
        made = sample(setting.folder, people, setting.seeds[0])
        yield Result("stability", "groups", made.name, _partitions(made))


@benchmark
def ids(setting: Setting) -> Iterator[Result]:
    """People who keep their id over two nights between which 5 % of the rows changed."""
    for people in setting.people:
        made = sample(setting.folder, people, setting.seeds[0])
        yield Result("ids", "5 % changed", made.name, _ids(setting.folder, made))


def _partitions(made: Sample) -> dict[str, Figure]:
    """Records grouped otherwise than as delivered with two threads, for each other way of running."""
    import duckdb

    folder = made.folder / "stability"
    folder.mkdir(exist_ok=True)
    shuffled = folder / "in-another-order.parquet"
    duckdb.sql(
        f"COPY (FROM '{made.mentions}' ORDER BY hash(record_id || 'x')) TO '{shuffled}' (FORMAT parquet)"
    )
    links: dict[str, Path] = {}
    for threads in (2, 1):
        for name, source in (("as delivered", made.mentions), ("shuffled", shuffled)):
            way = f"{name}, {threads} thread{'s' if threads > 1 else ''}"
            links[way] = folder / f"{name.replace(' ', '-')}-{threads}.parquet"
            program = [sys.executable, "-m", "tests.benchmarks.threads", str(threads)]
            command = match_command(source, links[way], folder / "review.parquet")
            measure([*program, *command[1:]], folder / "log.txt")
    plain, *others = links
    return {f"differ: {way}": _differing(links[plain], links[way]) for way in others}


def _differing(one: Path, two: Path) -> int:
    """Records whose group of records in `one` is not their group in `two`; each group goes by its smallest record."""
    import duckdb

    def named(links: Path) -> str:
        group = "OVER (PARTITION BY person_id)"
        return f"SELECT record_id, min(record_id) {group} AS first, count(*) {group} AS size FROM '{links}'"

    row = duckdb.sql(
        f"SELECT count(*) FROM ({named(one)}) a FULL JOIN ({named(two)}) b USING (record_id) "
        "WHERE a.first IS DISTINCT FROM b.first OR a.size IS DISTINCT FROM b.size"
    ).fetchone()
    return int(row[0]) if row else -1


def _ids(folder: Path, made: Sample) -> dict[str, Figure]:
    """Two nights in a home of their own; what became of the ids of the people that are there on both."""
    from tests.benchmarks.nextday import next_day

    as_of = date.fromisoformat((made.folder / "truth" / "as_of.txt").read_text().strip())
    later = folder / f"stability-next-{made.people}-{made.seed}"
    home = folder / f"stability-{made.people}-{made.seed}"
    shutil.rmtree(home, ignore_errors=True)
    changed = next_day(
        made.folder / "inbox", made.folder / "truth", later, as_of + timedelta(days=1), CHANGED_PER_10_000
    )
    run_night(made.folder / "inbox", home, as_of)
    first = folder / f"stability-first-{made.people}-{made.seed}.duckdb"
    shutil.copy(home / "warehouse.duckdb", first)
    run_night(later / "inbox", home, as_of + timedelta(days=1))
    return dict(changed) | _kept(first, home, made.folder / "truth", later / "truth")


def _kept(first: Path, home: Path, truth: Path, later: Path) -> dict[str, Figure]:
    """True people on both nights by what became of the id that most of their mentions bear."""
    import duckdb

    script = Path(__file__).with_name("stability.sql").read_text(encoding="utf-8")
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{first}' AS first_night (READ_ONLY)")
        con.execute(f"ATTACH '{home / 'warehouse.duckdb'}' AS second_night (READ_ONLY)")
        con.execute(f"ATTACH '{home / 'ledger.duckdb'}' AS ledger (READ_ONLY)")
        con.execute(
            script.replace("{truth}", f"'{truth / 'mentions.parquet'}'").replace(
                "{later}", f"'{later / 'mentions.parquet'}'"
            )
        )
        found: dict[str, Figure] = {
            str(what): int(people)
            for what, people in con.execute("SELECT what, people FROM kept ORDER BY what").fetchall()
        }
        events = con.execute(
            "SELECT kind, count(DISTINCT person_id)::BIGINT FROM event GROUP BY kind ORDER BY kind"
        ).fetchall()
    return found | {f"ledger: {kind}": people for kind, people in events}
