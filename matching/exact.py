"""Exact stage: one usable number is one person, where the names carried by it are compatible.

In: the mentions relation and the model.  Out: temp tables in the connection: `mx_in` (mentions with
`exact_key`), `mx_key` (a number), `mx_near` (a number that may be another's copy), `mx_again` (mentions that need a
second look), `mx_absent` (numbers without an owner here), `mx_place`
(number, name, doubt that do *not* stay with the number: `claimed` where only the name speaks against it, `held` where
the name is nearly the owner's or the row's own birth date is the number's, so that the number is hardly anybody else's,
`void` where the record itself shows that the number is another person's: a guardian's, a mother's; `stopgap`
where so many others carry it that it says nothing; `doubtful` where it is a rounded copy of another), `mx_fuller` (number,
incomplete name that stays with it, the owner's whole name).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import duckdb
import numpy as np
import pyarrow as pa

from matching import statements
from matching.compare import names
from matching.model import Model, Rounded

_PLACES = pa.schema(
    [("exact_key", pa.int64()), ("name", pa.string()), ("doubt", pa.bool_()), ("place", pa.string())]
)

_FULLER = pa.schema([("exact_key", pa.int64()), ("name", pa.string()), ("fuller", pa.string())])
_VAGUE = [names.LEVELS.index(one) for one in ("wildcard", "wildcard_weak", "truncated")]


def settle(
    con: duckdb.DuckDBPyConnection,
    mentions: str,
    model: Model,
    kept: Sequence[str] = (),
    keyed: bool = False,
    label: str | None = None,
) -> None:
    """Group by number; look again, by distinct names, only where a number carries several or is doubted.

    `kept`: more columns of the mentions to keep in `mx_in` and `mx_again`.
    `keyed`: the mentions are in memory with `exact_key`, and need not be copied. `label`: a column of them, of which
    `mx_key` gets the smallest of each number.
    """
    doubt = model.exact.doubt
    inputs = ", ".join(("mention", "role", *model.inputs, *kept))
    statements.run(
        con,
        "engine_exact.sql",
        mentions=mentions,
        kind="VIEW" if keyed else "TABLE",
        inputs=inputs,
        key="exact_key" if keyed else model.exact.key,
        body="exact_key" if keyed else model.exact.body,
        doubt=doubt,
        label=f"min({label})" if label else "NULL",
    )
    if rounded := model.exact.rounded:
        statements.run(con, "engine_near.sql", **asdict(rounded))
    else:
        con.execute("CREATE OR REPLACE TEMP TABLE mx_near (exact_key BIGINT, origin BIGINT)")
    statements.run(
        con,
        "engine_again.sql",
        inputs=inputs,
        doubt=doubt,
        support=model.exact.support,
        foreign=model.exact.foreign,
        child=model.exact.child,
    )
    found = con.execute(
        "SELECT *, sum(support) OVER n AS total, sum(mentions) OVER n AS carried FROM mx_open "
        "WINDOW n AS (PARTITION BY exact_key, name) ORDER BY exact_key, total DESC, carried DESC, name, doubt"
    ).to_arrow_table()
    places, fuller = _places(found, model)
    statements.keep(con, "mx_place", places)
    statements.keep(con, "mx_fuller", fuller)
    if rounded:
        _set_copies_aside(con, rounded, doubt)
    con.execute(
        "UPDATE mx_key SET name = o.name FROM (SELECT exact_key, arg_min(name, (-support, -mentions, "
        "name)) AS name "
        "FROM mx_open o ANTI JOIN mx_place p ON p.exact_key = o.exact_key AND p.name IS NOT DISTINCT "
        "FROM o.name "
        "AND p.doubt = o.doubt GROUP BY exact_key) o WHERE o.exact_key = mx_key.exact_key"
    )
    con.execute(  # a number that only other people carry has no owner here
        "UPDATE mx_key SET creates = false WHERE exact_key IN (SELECT exact_key FROM mx_place) AND "
        "exact_key NOT IN "
        "(SELECT o.exact_key FROM mx_open o ANTI JOIN mx_place p ON p.exact_key = o.exact_key "
        "AND p.name IS NOT DISTINCT FROM o.name AND p.doubt = o.doubt)"
    )
    con.execute("CREATE OR REPLACE TEMP TABLE mx_absent AS SELECT exact_key FROM mx_key WHERE NOT creates")


def _set_copies_aside(con: duckdb.DuckDBPyConnection, rounded: Rounded, doubt: str) -> None:
    """Rows under a number that is another's rounded copy are `doubtful`, whatever else was found of them."""
    statements.run(con, "engine_rounded.sql", number=rounded.number, stored=rounded.stored, doubt=doubt)
    con.execute(
        "DELETE FROM mx_place p USING mx_rounded r WHERE p.exact_key = r.exact_key AND p.name = r.name"
    )
    con.execute("INSERT INTO mx_place SELECT *, 'doubtful' FROM mx_rounded")


def _places(found: pa.Table, model: Model) -> tuple[pa.Table, pa.Table]:
    """Which (number, name, doubt) leave the number; of those that stay which names the owner's tells more of. `found` is
    sorted by number, the likeliest owner first."""
    if not found.num_rows:
        return _PLACES.empty_table(), _FULLER.empty_table()
    found = found.combine_chunks()
    key = found["exact_key"].to_numpy()
    first = np.concatenate([[True], key[1:] != key[:-1]])
    owner_row = np.maximum.accumulate(np.where(first, np.arange(len(key)), 0))
    name = found["name"].combine_chunks()
    level = names.compare(name.take(pa.array(owner_row)), name)
    doubt = found["doubt"].to_numpy(zero_copy_only=False)
    is_foreign = found["is_foreign"].to_numpy(zero_copy_only=False)
    _by_fuller_names(name, owner_row, level, doubt | is_foreign)
    compatible, firm = _among(model.exact.compatible), _among(model.exact.firm)
    fits = np.where(doubt | is_foreign, firm[level], compatible[level])
    sure = np.zeros(len(key), dtype=bool)
    np.logical_or.at(sure, owner_row, fits & ~doubt)
    newborn = level == names.LEVELS.index("newborn")
    stays = fits & sure[owner_row]
    held = _among(model.exact.near)[level] | (found["support"].to_numpy() > 0)
    place = np.where(held, "held", "claimed")
    place[newborn | found["is_child"].to_numpy(zero_copy_only=False)] = "void"
    place[fits & ~sure[owner_row]] = "void"
    strangers = np.bincount(owner_row[~stays], minlength=len(key))
    place[(place == "claimed") & (strangers[owner_row] > model.exact.beyond)] = "stopgap"
    leaving = pa.table(
        [found["exact_key"], found["name"], found["doubt"], pa.array(place.tolist(), pa.string())],
        schema=_PLACES,
    )
    vague = np.flatnonzero(stays & np.isin(level, _VAGUE))
    vague = vague[_tells_more(name, owner_row[vague], vague)]
    owners = name.take(pa.array(owner_row[vague]))
    fuller = pa.table(
        [found["exact_key"].take(pa.array(vague)), name.take(pa.array(vague)), owners], schema=_FULLER
    )
    return leaving.filter(pa.array(~stays)), fuller.group_by(["exact_key", "name"]).aggregate(
        [("fuller", "min")]
    ).rename_columns(_FULLER.names)


def _by_fuller_names(name: pa.Array, owner_row: np.ndarray, level: np.ndarray, not_own: np.ndarray) -> None:
    """Where a row (not of those that are `not_own`) tells more of the likeliest owner's name than he does (张□, 张伟), it is the
    owner's, so that 张□ does not hold 张伟 and 张强 together; changes `owner_row` and `level` in place."""
    rows = np.flatnonzero(np.isin(level, _VAGUE) & ~not_own)
    rows = rows[_tells_more(name, rows, owner_row[rows])]
    if not rows.size:
        return
    owner, first = np.unique(owner_row[rows], return_index=True)
    fuller = np.arange(len(level))
    fuller[owner] = rows[first]
    changed = np.flatnonzero(fuller[owner_row] != owner_row)
    owner_row[:] = fuller[owner_row]
    level[changed] = names.compare(name.take(pa.array(owner_row[changed])), name.take(pa.array(changed)))


def _tells_more(name: pa.Array, rows: np.ndarray, than: np.ndarray) -> np.ndarray:
    """Whether the names of rows tell more characters than those of others (bool)."""
    one, other = (names.known(name.take(pa.array(at))) for at in (rows, than))
    return one > other


def _among(levels: tuple[str, ...]) -> np.ndarray:
    """Whether a level number is one of `levels`; a missing name (-1, the last) always is."""
    return np.array([name in levels for name in names.LEVELS] + [True])
