"""Why a record lies with a person: the evidence in bits, what holds the person together, what else was
considered.

In: the files of a night's match step, tonight's mentions, the model. Out: `LinkExplanation` and
`PersonExplanation`, plain values to print or to put in a page. Names, numbers, telephones and days of birth
are masked unless `unmask`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from matching import sentences
from matching.errors import MatchingUsageError
from matching.model import Model, shipped
from matching.sentences import Step
from matching.statements import literal

Record = dict[str, object]
_SAID = "mention, source, role, name, id_text, sex, birth_date, phone, county_code, household_id"


@dataclass(frozen=True)
class Pair:
    """Two records that were compared: the rule or reason in a sentence, bits in all, and the steps that add
    up to it.
    """

    record_a: Record
    record_b: Record
    verdict: str
    score: float | None
    steps: list[Step]


@dataclass(frozen=True)
class LinkExplanation:
    """Why one record lies with its person. `links` are the scored links it hangs on (none when an equal
    number settled it), `considered` the pairs with it, or with its person, that were left to a
    reviewer, and who else fitted, though less well.
    """

    record: Record
    person_id: int
    rule: str
    sentence: str
    score: float | None
    links: list[Pair]
    considered: list[Pair]


@dataclass(frozen=True)
class PersonExplanation:
    """A person: best record (each value with the row it came from), the records with their rules, the scored
    links that hold them together, the pairs left to a reviewer, and the issues found.
    """

    person: Record
    records: list[Record]
    links: list[Pair]
    considered: list[Pair]
    issues: list[Record]


class _Night:
    """The files of one match step, read through one connection."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        mentions: str,
        folder: Path,
        model: Model,
        language: str,
        unmask: bool,
    ) -> None:
        self.con, self.mentions, self.folder = con, mentions, folder
        self.model, self.language, self.unmask = model, language, unmask

    def rows(self, query: str, *values: object) -> list[Record]:
        """Rows of a query over `{mentions}` and the files (`{links}` …), as dictionaries."""
        names = ("links", "people", "edges", "outdone", "review", "issues")
        files = {name: f"read_parquet({literal(self.folder / (name + '.parquet'))})" for name in names}
        cursor = self.con.execute(query.format(mentions=self.mentions, **files), list(values))
        columns = [column[0] for column in cursor.description or []]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def show(self, record: Record) -> Record:
        """A record as the reader may see it; dates as text."""
        plain = {k: str(v) if k == "birth_date" and v is not None else v for k, v in record.items()}
        return plain if self.unmask else sentences.masked(plain)

    def pairs(self, file: str, code: str, kind: str, where: str, *values: object) -> list[Pair]:
        """Pairs of a file, strongest first; `code`: the column with the rule or reason."""
        if not (self.folder / f"{file}.parquet").is_file():  # a night that an earlier version published
            return []
        found = self.rows(
            f"SELECT p.*, a AS record_a, b AS record_b FROM {{{file}}} p"
            f" JOIN (SELECT {_SAID} FROM {{mentions}}) a ON a.mention = p.mention_a"
            f" JOIN (SELECT {_SAID} FROM {{mentions}}) b ON b.mention = p.mention_b"
            f" WHERE {where} ORDER BY p.score DESC, p.mention_a, p.mention_b",
            *values,
        )
        return [self._pair(row, code, kind) for row in found]

    def _pair(self, row: Record, code: str, kind: str) -> Pair:
        total = row["score"]
        assert isinstance(row["record_a"], dict) and isinstance(row["record_b"], dict)
        score = float(str(total)) if total is not None else None
        return Pair(
            record_a=self.show(row["record_a"]),
            record_b=self.show(row["record_b"]),
            verdict=sentences.text(kind, str(row[code]), self.language),
            score=score,
            steps=sentences.waterfall(str(row["evidence"]), score, self.model, self.language),
        )


def explain_link(
    con: duckdb.DuckDBPyConnection,
    mentions: str,
    folder: Path,
    mention: int,
    language: str = "zh",
    unmask: bool = False,
    model: Model | None = None,
) -> LinkExplanation:
    """Why `mention` lies with its person, from the match step's files in `folder`.

    Raises `MatchingError` when the record is not among tonight's, or has no person.
    """
    night = _Night(con, mentions, folder, model or shipped(), language, unmask)
    said = night.rows(f"SELECT {_SAID} FROM {{mentions}} WHERE mention = ?", mention)
    if not said:
        raise MatchingUsageError(f"record {mention} is not among tonight's records")
    link = night.rows("SELECT person_id, rule, score FROM {links} WHERE mention = ?", mention)
    if not link:
        raise MatchingUsageError(f"record {mention} has no person: a lead or guardian that matched nobody")
    # an edge names one of the rows that say the same of a person; this row may be another of them
    alike = (
        "SELECT m.mention FROM {mentions} m JOIN {links} l USING (mention)"
        " JOIN {mentions} me ON me.mention = ?"
        " WHERE l.person_id = ? AND m.name IS NOT DISTINCT FROM me.name"
        " AND m.id_text IS NOT DISTINCT FROM me.id_text AND m.birth_date IS NOT DISTINCT FROM me.birth_date"
    )
    person = link[0]["person_id"]
    either = f"(p.mention_a IN ({alike}) OR p.mention_b IN ({alike}))"
    values = (mention, person, mention, person)
    settled = link[0]["rule"] in ("number", "alone", "alike")
    return LinkExplanation(
        record=night.show(said[0]),
        person_id=int(str(person)),
        rule=str(link[0]["rule"]),
        sentence=sentences.text("rules", str(link[0]["rule"]), language),
        score=None if link[0]["score"] is None else float(str(link[0]["score"])),
        links=[] if settled else night.pairs("edges", "rule", "rules", either, *values),
        considered=[
            *night.pairs(
                "review", "reason", "reasons", "(p.person_id_a = ? OR p.person_id_b = ?)", person, person
            ),
            *night.pairs("outdone", "reason", "reasons", f"p.mention_a IN ({alike})", mention, person),
        ],
    )


def explain_person(
    con: duckdb.DuckDBPyConnection,
    mentions: str,
    folder: Path,
    person_id: int,
    language: str = "zh",
    unmask: bool = False,
    model: Model | None = None,
) -> PersonExplanation:
    """What is known of a person and why, from the match step's files in `folder`; `MatchingError` when
    unknown.
    """
    night = _Night(con, mentions, folder, model or shipped(), language, unmask)
    best = night.rows("SELECT * FROM {people} WHERE person_id = ?", person_id)
    if not best:
        raise MatchingUsageError(f"person {person_id}: nobody has this id tonight")
    records = night.rows(
        f"SELECT {_SAID}, rule, score FROM {{mentions}} JOIN {{links}} USING (mention) WHERE person_id = ?"
        " ORDER BY mention",
        person_id,
    )
    for record in records:
        record["sentence"] = sentences.text("rules", str(record["rule"]), language)
    inside = "p.mention_a IN (SELECT mention FROM {links} WHERE person_id = ?)"
    return PersonExplanation(
        person=night.show(best[0]),
        records=[night.show(record) for record in records],
        links=night.pairs("edges", "rule", "rules", inside, person_id),
        considered=[
            *night.pairs(
                "review",
                "reason",
                "reasons",
                "(p.person_id_a = ? OR p.person_id_b = ?)",
                person_id,
                person_id,
            ),
            *night.pairs("outdone", "reason", "reasons", inside, person_id),
        ],
        issues=night.rows(
            "SELECT kind, mention, detail FROM {issues} WHERE person_id = ? ORDER BY ALL", person_id
        ),
    )
