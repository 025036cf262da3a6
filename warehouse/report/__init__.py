"""The report of a night: one self-contained page in Chinese, made from the published warehouse alone.

It holds counts, codes and file names; no identity number and no name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from warehouse.errors import WarehouseError
from warehouse.report import chinese

_CLOCK = ZoneInfo("Asia/Shanghai")


def queries() -> dict[str, str]:
    """The named queries of the page."""
    text = files(__package__).joinpath("queries.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def report_data(con: duckdb.DuckDBPyConnection) -> dict[str, list[dict[str, Any]]]:
    """Every table of the page as a list of rows, from the connection's main database."""
    data: dict[str, list[dict[str, Any]]] = {}
    for name, query in queries().items():
        cursor = con.execute(query)
        columns = [column[0] for column in cursor.description or []]
        data[name] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return data


@dataclass(frozen=True)
class Titles:
    """Chinese titles by code."""

    category: Mapping[str, str]
    department: Mapping[str, str]
    dataset: Mapping[str, str]


def write_report(warehouse: Path, out: Path, titles: Titles) -> Path:
    """Write `out/index.html` from a published warehouse; its path.

    Raises WarehouseError when there is no such warehouse.
    """
    if not warehouse.is_file():
        raise WarehouseError(
            f"{warehouse} does not exist: nothing is published yet. Run a night first: doudi run"
        )
    from jinja2 import Environment

    with duckdb.connect(str(warehouse), read_only=True) as con:
        data = report_data(con)
    if not data["run"]:
        raise WarehouseError(f"{warehouse} holds no run, so there is nothing to report.")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["n"] = lambda value: "–" if value is None else f"{value:,}"
    environment.filters["reason"] = lambda text: chinese.reason(text, titles.dataset)
    environment.filters["clock"] = lambda moment: moment.astimezone(_CLOCK).strftime("%Y-%m-%d %H:%M")
    template = environment.from_string(
        files(__package__).joinpath("page.html.j2").read_text(encoding="utf-8")
    )
    docs = out / "data-docs" / "index.html"
    page = template.render(
        **{name: rows for name, rows in data.items() if name != "run"},
        this=data["run"][0],
        words=chinese,
        titles=titles,
        bars=_bars(data["trend"][::-1]),
        data_docs="data-docs/index.html" if docs.is_file() else None,
    )
    out.mkdir(parents=True, exist_ok=True)
    beside = out / "index.html.part"
    beside.write_text(page, encoding="utf-8")
    return beside.rename(out / "index.html")


def _bars(trend: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Heights in per cent of the highest night, oldest first."""
    highest = max((row["signals"] or 0 for row in trend), default=0) or 1
    return [{**row, "height": round(100 * (row["signals"] or 0) / highest, 1)} for row in trend]
