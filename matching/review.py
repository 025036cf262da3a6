"""Review of uncertain pairs: list them, send them to caseworkers as a sheet, take their decisions back.

In: the night's `review` file, tonight's mentions, the ledger. Out: `OpenPair`s, sheets, decisions in the
ledger. A pair's number is made of what its two records say, so a sheet may come back weeks later, after other
nights.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from matching import decisions, ledger, review_sheet, sentences, statements
from matching.errors import MatchingError, MatchingUsageError
from matching.model import Model, shipped
from matching.review_sheet import PAIR, REMARK, VERDICT, WHO, WORDS

_NUMBER = re.compile(r"([0-9a-f]{16})-([0-9a-f]{16})")
_VERDICTS = {word: verdict for verdict, word in WORDS.items()} | {verdict: verdict for verdict in WORDS}


@dataclass(frozen=True)
class OpenPair:
    """A pair nobody has decided: its number, persons, bits, why it is in doubt and what speaks for it, both
    records.
    """

    pair: str
    person_id_a: int
    person_id_b: int
    score: float
    reason: str
    evidence: str
    record_a: dict[str, Any]
    record_b: dict[str, Any]


@dataclass(frozen=True)
class ImportReport:
    """What became of a sheet's rows: decided, already so, left blank; `problems` names each row that was
    refused, `replaced` each whose decision takes the place of another.
    """

    decided: int
    unchanged: int
    blank: int
    problems: list[str]
    replaced: list[str]


def decided_pairs(con: duckdb.DuckDBPyConnection, ledger: str = "ledger") -> dict[str, tuple[int, str]]:
    """Decision and verdict in force of each decided pair, by its number; tonight's list may still hold it."""
    found = statements.rows(con, "review_decided.sql", ledger=ledger)
    return {pair: (decision, verdict) for pair, decision, verdict in found}


def open_pairs(
    con: duckdb.DuckDBPyConnection,
    mentions: str,
    review: str,
    limit: int | None = None,
    language: str = "zh",
    unmask: bool = False,
    model: Model | None = None,
) -> list[OpenPair]:
    """Pairs of the relation `review`, the most certain first; records masked unless `unmask`."""
    ledger.register(con)
    model = model or shipped()
    rows = statements.rows(
        con,
        "review_pairs.sql",
        mentions=mentions,
        review=review,
        limit="" if limit is None else f"LIMIT {int(limit)}",
    )
    return [
        OpenPair(
            pair=pair,
            person_id_a=person_a,
            person_id_b=person_b,
            score=score,
            reason=sentences.text("reasons", reason, language),
            evidence=sentences.evidence_text(evidence, model, language),
            record_a=record_a if unmask else sentences.masked(record_a),
            record_b=record_b if unmask else sentences.masked(record_b),
        )
        for pair, person_a, person_b, score, reason, evidence, record_a, record_b in rows
    ]


def export(
    con: duckdb.DuckDBPyConnection,
    mentions: str,
    review: str,
    path: Path,
    unmask: bool = True,
    titles: dict[str, str] | None = None,
    model: Model | None = None,
) -> int:
    """Write the open pairs to an xlsx or CSV sheet in Chinese; returns how many.

    Caseworkers decide on full names and numbers, so the sheet holds them unless `unmask` is False: guard it
    as an extract. `titles` gives datasets their Chinese names.
    """
    pairs = open_pairs(con, mentions, review, unmask=unmask, model=model)
    review_sheet.write(pairs, path, titles)
    return len(pairs)


def import_sheet(
    con: duckdb.DuckDBPyConnection,
    mentions: str,
    path: Path,
    who: str,
    when: datetime.datetime,
    ledger_name: str = "ledger",
    night: datetime.date | None = None,
) -> ImportReport:
    """Record the decisions of a sheet that came back, row by row, in the caller's transaction.

    A row without a verdict is left open. A row names who decided in its column, else `who` did. Refused, and
    named in the report: a pair number that is none, a verdict that is no such word, two rows that disagree,
    records that nobody delivers any more, a verdict against other decisions in force. The other rows count.
    A decision already in force is not repeated; of two rows that disagree on a pair neither counts.
    """
    problems: list[str] = []
    replaced: list[str] = []
    answers: dict[str, tuple[int, str, str, str]] = {}
    disputed: set[str] = set()
    blank = 0
    for line, row in review_sheet.read(path):
        number, word = row.get(PAIR, ""), row.get(VERDICT, "")
        verdict = _VERDICTS.get(word)
        before = answers.get(number)
        if not word:
            blank += 1
        elif not _NUMBER.fullmatch(number):
            problems.append(f"row {line}: {PAIR} holds no pair number; keep the column as exported")
        elif verdict is None:
            problems.append(
                f"row {line}: {VERDICT} '{sentences.masked_name(word)}': expected {' or '.join(WORDS.values())}"
            )
        elif before is not None and before[1] != verdict:
            problems.append(f"row {line}: contradicts row {before[0]} on the same pair; decide it once")
            disputed.add(number)
        else:
            answers[number] = (line, verdict, row.get(WHO, "") or who, row.get(REMARK, ""))
    found = find_pairs(con, mentions, list(answers))
    in_force = decided_pairs(con, ledger_name)
    decided = unchanged = 0
    for number, (line, verdict, decider, remark) in answers.items():
        if number in disputed:
            continue
        if number not in found:
            problems.append(
                f"row {line}: the records of pair {number} are not among tonight's; export the list again"
            )
        elif number in in_force and in_force[number][1] == verdict:
            unchanged += 1
        else:
            try:
                decisions.decide(
                    con, mentions, *found[number], verdict, decider, when, remark or None, ledger_name, night
                )
                decided += 1
                if number in in_force:
                    replaced.append(
                        "row {}: {} takes the place of decision {} ({})".format(
                            line, verdict, *in_force[number]
                        )
                    )
            except MatchingError as error:
                problems.append(f"row {line}: {error}")
    return ImportReport(decided, unchanged, blank, problems, replaced)


def decide(
    con: duckdb.DuckDBPyConnection,
    mentions: str,
    pair: str,
    verdict: str,
    who: str,
    when: datetime.datetime,
    reason: str | None = None,
    ledger_name: str = "ledger",
    night: datetime.date | None = None,
) -> int:
    """Decide one pair by its number, as list and sheet give it; returns the decision's number."""
    if not _NUMBER.fullmatch(pair):
        raise MatchingUsageError(f"pair '{pair}': expected a number as `doudi review list` shows it")
    found = find_pairs(con, mentions, [pair])
    if pair not in found:
        raise MatchingUsageError(f"pair {pair}: its records are not among tonight's; list the pairs again")
    return decisions.decide(con, mentions, *found[pair], verdict, who, when, reason, ledger_name, night)


def find_pairs(con: duckdb.DuckDBPyConnection, mentions: str, pairs: list[str]) -> dict[str, tuple[int, int]]:
    """One mention of either record of each pair number, of those whose records are among `mentions`."""
    if not pairs:
        return {}
    ledger.register(con)
    keys = [(pair, *(int(part, 16) for part in pair.split("-"))) for pair in pairs]
    con.execute("CREATE OR REPLACE TEMP TABLE review_wanted (pair VARCHAR, key_a UBIGINT, key_b UBIGINT)")
    con.executemany("INSERT INTO review_wanted VALUES (?, ?, ?)", keys)
    return {pair: (a, b) for pair, a, b in statements.rows(con, "review_find.sql", mentions=mentions)}
