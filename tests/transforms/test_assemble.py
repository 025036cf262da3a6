"""Facts and core tables from hand-made batches, links and people."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.transforms.rows import DATASETS, GOOD, OTHER, write
from transforms.append import superseded_rows
from transforms.assemble import assemble
from transforms.mentions import mentions_of
from transforms.normalise import register

SCHEMA = Path(__file__).parents[2] / "warehouse" / "schema" / "core.sql"
AS_OF = date(2026, 11, 20)
APPEND = {
    "mz_payment": "payment_id",
    "mz_application": "application_id",
    "wj_death": "certificate_no",
    "yb_settlement": "settlement_id",
    "rx_ticket": "ticket_no",
}


class Night:
    """Batches of one night; every row is linked to the person given as `who` (and `guardian`)."""

    def __init__(self, con: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.con, self.folder = con, folder
        self.batches: list[dict[str, Any]] = []
        self.links: list[tuple[int, int]] = []
        self.numbers: list[tuple[int, str]] = []
        self.issues: list[tuple[str, int, int]] = []

    def batch(
        self, dataset: str, *rows: dict[str, Any], on: date = AS_OF, in_force: bool = True, past: bool = False
    ) -> None:
        number = DATASETS[dataset][0]
        folder = self.folder / ("in" if in_force else "earlier")
        folder.mkdir(exist_ok=True)
        plain = [{k: v for k, v in row.items() if k not in ("who", "guardian")} for row in rows]
        accepted = write(self.con, folder, dataset, plain, on)
        mentions = folder / f"{dataset}-{on}.mentions.parquet"
        mentions_of(self.con, dataset, accepted, mentions)
        for place, row in enumerate(rows, 1):
            for bit, who in ((0, "who"), (1, "guardian")):
                if in_force and row.get(who):
                    key = self.con.execute(
                        f"SELECT row_key({number}, {bit}, ?::DATE, 0, {place})", [on]
                    ).fetchone()
                    self.links.append((key[0] if key else 0, row[who]))
        self.batches.append(
            {
                "dataset": dataset,
                "number": number,
                "department": dataset[:2],
                "max_age_days": 45,
                "batch": on.isoformat(),
                "mode": "append" if dataset in APPEND else "snapshot",
                "primary_key": [APPEND.get(dataset, "household_id")],
                "accepted": str(accepted),
                "mentions": str(mentions),
                "in_force": in_force,
                "past": past,
                "rows_read": len(rows),
                "rows_accepted": len(rows),
                "rows_quarantined": 0,
                "blank_ids": 0,
                "unmapped_codes": 0,
            }
        )

    def run(self, as_of: date = AS_OF) -> dict[str, int]:
        con, match = self.con, self.folder / "match"
        match.mkdir()
        people = sorted({person for _, person in self.links}) or [0]

        def put(name: str, columns: str, rows: list[Any]) -> None:
            con.execute(f"CREATE OR REPLACE TEMP TABLE made ({columns})")
            if rows:
                con.executemany(f"INSERT INTO made VALUES ({', '.join('?' * len(rows[0]))})", rows)
            con.execute(f"COPY made TO '{match / name}.parquet' (FORMAT parquet)")
            con.execute("DROP TABLE made")

        put(
            "links",
            "mention UBIGINT, person_id BIGINT, rule VARCHAR, score DOUBLE",
            [(key, who, "number", None) for key, who in self.links],
        )
        put(
            "people",
            "person_id BIGINT, id_number VARCHAR, id_status VARCHAR, name VARCHAR, sex VARCHAR, "
            "birth_date DATE, "
            "county_code VARCHAR, phone VARCHAR, mentions INTEGER, id_number_row UBIGINT, name_row UBIGINT, "
            "birth_date_row UBIGINT, county_code_row UBIGINT, phone_row UBIGINT",
            [(p, None, "none", None, None, None, "610104", None, 1, *[None] * 5) for p in people],
        )
        put("numbers", "person_id BIGINT, id18 VARCHAR, mentions BIGINT", [(*n, 1) for n in self.numbers])
        put(
            "issues",
            "kind VARCHAR, person_id BIGINT, mention UBIGINT, detail VARCHAR",
            [(*i, "") for i in self.issues],
        )
        put(
            "review",
            "mention_a UBIGINT, mention_b UBIGINT, person_id_a BIGINT, person_id_b BIGINT",
            [(1, 2, 5, 6)],
        )
        return assemble(con, self.batches, match, as_of)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.con.execute(sql).fetchall()


@pytest.fixture
def make_night() -> Iterator[Callable[[Path], Night]]:
    with ExitStack() as open_connections:

        def make(folder: Path) -> Night:
            folder.mkdir(exist_ok=True)
            con = open_connections.enter_context(duckdb.connect())
            register(con)
            con.execute(SCHEMA.read_text(encoding="utf-8"))
            con.execute("ATTACH ':memory:' AS fact; ATTACH ':memory:' AS past")
            return Night(con, folder)

        yield make


@pytest.fixture
def night(make_night: Callable[[Path], Night], tmp_path: Path) -> Night:
    return make_night(tmp_path)


def household(
    number: str, category: str = "120", approved: str = "2024-01-01", **more: Any
) -> dict[str, Any]:
    return {
        "household_id": number,
        "category": category,
        "approved_on": approved,
        "county_code": "610104001",
    } | more


def member(number: str, who: int, covered: str | None = "Y") -> dict[str, Any]:
    return {"household_id": number, "member_no": str(who), "covered": covered, "who": who}


def test_facts_hold_people_and_no_names_or_numbers(night: Night) -> None:
    night.batch(
        "jy_student",
        {
            "id_number": GOOD,
            "name": "张三",
            "phone": "13812345678",
            "county_code": "610104001000",
            "student_no": "L1",
            "guardian_id_number": OTHER,
            "who": 1,
            "guardian": 2,
        },
    )
    night.batch("cl_card", {"card_no": GOOD + "43", "level": "1", "who": 1})
    night.run()
    columns = {row[0] for row in night.rows("DESCRIBE fact.jy_student")} | {
        row[0] for row in night.rows("DESCRIBE fact.cl_card")
    }
    assert not columns & {"id_number", "name", "phone", "guardian_id_number", "card_no", "id_type"}
    assert night.rows("SELECT person_id, guardian_person_id, county_code FROM fact.jy_student") == [
        (1, 2, "610104")
    ]
    assert night.rows(
        "SELECT role, person_id, source_file, source_row FROM core.person_link ORDER BY ALL"
    ) == [
        ("guardian", 2, "a.parquet", 1),
        ("self", 1, "a.parquet", 1),
        ("self", 1, "a.parquet", 1),
    ]


def test_newest_version_of_a_primary_key_wins(night: Night) -> None:
    payment = {"item": "dibao", "pay_month": "2026-10-01", "amount": 500}
    night.batch(
        "mz_payment",
        payment | {"payment_id": "1", "result": "failed", "who": 1},
        payment | {"payment_id": "2", "who": 2},
        on=date(2026, 10, 1),
    )
    night.batch("mz_payment", payment | {"payment_id": "1", "result": "paid", "who": 1}, on=date(2026, 11, 1))
    assert superseded_rows(night.con, night.batches) == 1
    night.run()
    assert night.rows("SELECT payment_id, result, batch::VARCHAR FROM fact.mz_payment ORDER BY ALL") == [
        ("1", "paid", "2026-11-01"),
        ("2", None, "2026-10-01"),
    ]
    assert night.rows("SELECT person_id, amount::INTEGER FROM core.assistance_chain ORDER BY ALL") == [
        (1, 500),
        (2, 500),
    ]


def test_settlement_and_reversal_cancel_out_one_against_one(night: Night) -> None:
    def settled(number: str, who: int, total: int, on: str = "2026-05-05") -> dict[str, Any]:
        return {
            "settlement_id": number,
            "med_type": "21",
            "settled_on": on,
            "total": total,
            "in_scope": total,
            "fund_paid": 0,
            "aid_paid": 10,
            "who": who,
        }

    night.batch(
        "yb_settlement",
        settled("1", 1, 100),
        settled("2", 1, -100),
        settled("3", 1, 100),
        settled("4", 2, 100),
        settled("5", 2, -100, "2026-05-06"),
        settled("6", 3, -100),
        settled("7", 4, 0),
        settled("8", 5, 100) | {"refunded": "Y"},
    )
    night.run()
    assert [
        row[0]
        for row in night.rows("SELECT settlement_id FROM fact.yb_settlement WHERE cancelled ORDER BY 1")
    ] == ["1", "2"]
    assert night.rows("SELECT count(*) FROM fact.yb_settlement WHERE cancelled IS NULL") == [(0,)]
    # helped by: 3, 4, 5, 6, 7; not the pair, not the refunded one
    assert night.rows("SELECT count(*) FROM core.assistance_chain WHERE kind = 'settlement'") == [(5,)]


@pytest.mark.parametrize(
    "row,status,category",
    [
        (household("H"), "current", "120"),
        (household("H", approved="2026-11-20"), "current", "120"),
        (household("H", approved="2026-11-21"), None, None),
        (household("H", ended_on="2026-11-21"), "current", "120"),
        (household("H", ended_on="2026-11-20"), "exited", "120"),
        (household("H", approved="2020-01-01", ended_on="2024-11-21"), "exited", "120"),
        (household("H", approved="2020-01-01", ended_on="2024-11-20"), None, None),
    ],
)
def test_windows_of_households(
    night: Night, row: dict[str, Any], status: str | None, category: str | None
) -> None:
    night.batch("mz_household", row)
    night.batch("mz_member", member("H", 1), member("H", 2, "N"), member("H", 3, None))
    night.run()
    expected = (
        [] if status is None else [(1, status, category, "H", "610104"), (3, status, category, "H", "610104")]
    )
    assert (
        night.rows(
            "SELECT person_id, status, category, household_id, county_code FROM core.low_income ORDER BY 1"
        )
        == expected
    )


@pytest.mark.parametrize(
    "decision,decided,expected",
    [
        ("rejected", "2025-11-21", [("rejected", "110", "2025-11-21")]),
        ("rejected", "2025-11-20", []),
        ("rejected", "2026-11-21", []),
        ("rejected", None, [("rejected", "110", "2026-01-01")]),
        ("approved", "2026-05-05", []),
    ],
)
def test_windows_of_rejections(night: Night, decision: str, decided: str | None, expected: list[Any]) -> None:
    night.batch(
        "mz_application",
        {
            "application_id": "A",
            "applied_on": "2026-01-01",
            "category": "110",
            "decision": decision,
            "decided_on": decided,
            "who": 1,
        },
    )
    night.run()
    assert night.rows("SELECT status, category, since::VARCHAR FROM core.low_income") == expected


def test_best_category_in_medical_aid_order(night: Night) -> None:
    night.batch(
        "mz_household",
        household("A", "600"),
        household("B", "120"),
        household("C", "131"),
        household("D", "110", "2020-01-01", ended_on="2026-01-01"),
        household("E", "660"),
    )
    night.batch(
        "mz_member",
        member("A", 1),
        member("B", 1),
        member("C", 1),
        member("D", 1),
        member("D", 2),
        member("E", 3),
    )
    night.batch(
        "ny_monitored",
        {"monitor_id": "M", "identified_on": "2026-02-02", "who": 1},
        {"monitor_id": "N", "identified_on": "2026-02-02", "who": 3},
        {"monitor_id": "O", "identified_on": "2026-02-02", "risk_cleared": "Y", "who": 4},
    )
    night.batch(
        "mz_application",
        {
            "application_id": "A",
            "applied_on": "2026-05-05",
            "category": "600",
            "decision": "rejected",
            "who": 2,
        },
    )
    night.run()
    assert night.rows(
        "SELECT person_id, status, category, categories, household_id FROM core.low_income ORDER BY 1"
    ) == [
        (1, "current", "131", "131,120,monitored,600", "C"),
        (2, "rejected", "600", "600", None),
        (3, "current", "monitored", "monitored,660", None),
    ]


def test_death_by_the_earliest_certificate(night: Night) -> None:
    night.batch(
        "wj_death",
        {"certificate_no": "1", "died_on": "2026-03-03", "who": 1},
        {"certificate_no": "2", "died_on": "2026-03-02", "who": 1},
    )
    night.batch("mz_household", household("H", who=2))
    night.run()
    assert night.rows("SELECT person_id, died_on::VARCHAR FROM core.person ORDER BY 1") == [
        (1, "2026-03-02"),
        (2, None),
    ]
    assert night.rows("SELECT head_person_id, in_force FROM core.household") == [(2, True)]


def test_absent_datasets_have_no_table_and_stop_nothing(night: Night) -> None:
    night.batch("rx_ticket", {"ticket_no": "T", "received_on": "2026-11-19", "who": 9})
    night.batch("mz_household", household("H"), on=date(2026, 9, 1), in_force=False)
    counts = night.run()
    assert "fact.mz_household" not in counts and "past.mz_household" not in counts
    assert counts["core.household"] == counts["core.low_income"] == counts["core.assistance_chain"] == 0
    assert night.rows("SELECT role, person_id FROM core.person_link") == [("lead", 9)]
    assert night.rows("SELECT dataset, newest_batch::VARCHAR FROM fact.dataset ORDER BY 1") == [
        ("mz_household", None),
        ("rx_ticket", "2026-11-20"),
    ]
    assert night.rows("SELECT dataset, status, in_force FROM fact.batch ORDER BY 1") == [
        ("mz_household", "earlier", False),
        ("rx_ticket", "in_force", True),
    ]


def test_past_is_found_by_a_number_of_one_person_only(night: Night) -> None:
    earlier = [{"card_no": GOOD + "43", "level": "3"}, {"card_no": OTHER + "43", "level": "4"}]
    night.batch("cl_card", *earlier, on=date(2026, 10, 1), in_force=False, past=True)
    night.batch("cl_card", {"card_no": GOOD + "41", "level": "1", "who": 1})
    night.numbers = [(1, GOOD), (2, OTHER), (3, OTHER)]
    night.run()
    assert night.rows("SELECT level, person_id FROM past.cl_card ORDER BY 1") == [("3", 1), ("4", None)]
    assert night.rows("SELECT level, person_id FROM fact.cl_card") == [("1", 1)]
    assert night.rows("SELECT count(*) FROM fact.source_file") == [(2,)]


def test_doubts_about_identity(night: Night) -> None:
    night.batch("mz_member", member("H", 1))
    night.issues = [("number_failed", 1, night.links[0][0])]
    night.run()
    assert night.rows("SELECT kind, person_id, dataset, row_key FROM fact.identity_issue") == [
        ("number_failed", 1, "mz_member", night.links[0][0])
    ]
    assert night.rows("SELECT person_id FROM fact.uncertain_person ORDER BY 1") == [(5,), (6,)]


def test_chain_has_what_happened_by_the_as_of_date(night: Night) -> None:
    night.batch("mz_household", household("H", "131", "2026-01-01", ended_on="2026-12-31", who=1))
    night.batch(
        "mz_payment",
        {
            "payment_id": "1",
            "household_id": "H",
            "item": "tekun_basic",
            "pay_month": "2026-11-01",
            "amount": 900,
            "result": "failed",
            "who": 1,
        },
    )
    night.run()
    assert night.rows(
        "SELECT person_id, household_id, kind, department, detail, amount "
        "FROM core.assistance_chain ORDER BY kind"
    ) == [
        (1, "H", "payment", "mz", "特困基本生活费（发放失败）", None),
        (1, "H", "recognition", "mz", "认定特困（分散供养）", None),
    ]


def test_same_tables_whatever_the_order_of_batches(
    night: Night, tmp_path: Path, make_night: Callable[[Path], Night]
) -> None:
    def content(one: Night, backwards: bool) -> list[list[tuple[Any, ...]]]:
        one.batch(
            "mz_household",
            household("A", "600"),
            household("B", "120", ended_on="2026-10-10"),
            household("C", "110"),
        )
        one.batch("mz_member", member("A", 1), member("B", 1), member("C", 2))
        one.batch(
            "mz_payment",
            {"payment_id": "1", "item": "dibao", "pay_month": "2026-10-01", "amount": 5, "who": 2},
        )
        if backwards:
            one.batches.reverse()
            one.links.reverse()
        counts = one.run()
        return [one.rows(f"SELECT * FROM {table} ORDER BY ALL") for table in sorted(counts)]

    assert content(night, False) == content(make_night(tmp_path / "again"), True)
