"""Writing the batches: files as departments send them, and which person stands in which row of them.

In: assembled rows. Out: `inbox/<dataset>/<date>/…` as Parquet, CSV (UTF-8 with BOM, GB18030) or xlsx, some
with Chinese headers, some with a manifest; and the mentions with their file and row.
"""

import hashlib
import io
import json
from datetime import date, datetime
from pathlib import Path

import polars as pl
import xlsxwriter

from sample_data.draw import stream
from sample_data.forms import FORMS

ROWS_PER_FILE = 400_000
SMALL = 20_000  # above this many rows a batch always comes as Parquet
FORMATS = {
    "mz_application": "csv",
    "cl_subsidy": "csv",
    "mz_visit": "gb18030",
    "yj_disaster": "gb18030",
    "rx_ticket": "xlsx",
    "zj_housing": "xlsx",
}
ALIASES = {
    "mz_visit": {"id_number": "身份证号码", "name": "姓名"},
    "yj_disaster": {"id_number": "公民身份号码", "name": "姓名"},
    "zj_housing": {"id_number": "身份证号", "name": "姓名"},
    "rx_ticket": {"name": "姓名"},
    "wj_illness": {"id_number": "证件号码"},
}
WITH_MANIFEST = {"yb_enrolment", "cl_card", "mz_household"}


def _write(rows: pl.DataFrame, path: Path, form: str) -> None:
    """One file."""
    if form == "parquet":
        rows.write_parquet(path, compression="zstd", statistics=False)
    elif form == "xlsx":
        with xlsxwriter.Workbook(path) as book:
            book.set_properties({"created": datetime(2026, 1, 1)})  # not the time of making
            rows.write_excel(book, worksheet="Sheet1", autofit=False)
    else:
        text = io.BytesIO()
        rows.write_csv(text)
        decoded = text.getvalue().decode("utf-8")
        path.write_bytes(decoded.encode("gb18030" if form == "gb18030" else "utf-8-sig"))


def refused_batch(inbox: Path, dataset: str, batch: date, rows: pl.DataFrame) -> int:
    """Half a file under a manifest for the whole: a batch that must be refused.  Returns the rows written."""
    folder = inbox / dataset / batch.isoformat()
    folder.mkdir(parents=True)
    half = rows.drop("person", "guardian", "fault", "dataset", "batch", "source_file", "source_row").head(
        len(rows) // 2
    )
    path = folder / f"{dataset}_{batch:%Y%m%d}.parquet"
    _write(half, path, "parquet")
    claim = {"rows": len(rows), "sha256": hashlib.sha256(f"{dataset} whole".encode()).hexdigest()}
    (folder / "_manifest.json").write_text(
        json.dumps({"files": {path.name: claim}}, indent=1) + "\n", encoding="utf-8"
    )
    return len(half)


def write_batch(inbox: Path, dataset: str, batch: date, rows: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Write a batch; returns its rows with `dataset, batch, source_file, source_row` (from 1)."""
    folder = inbox / dataset / batch.isoformat()
    folder.mkdir(parents=True)
    form = FORMATS.get(dataset, "parquet") if len(rows) <= SMALL else "parquet"
    sent = rows.drop("person", "guardian", "fault")
    left_out = [
        c for c in FORMS[dataset].optional if stream(seed, f"left out {dataset} {batch} {c}").random() < 0.15
    ]
    sent = sent.drop(left_out).with_columns(
        pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)).name.keep()
    )
    sent = sent.rename(ALIASES.get(dataset, {}), strict=False)
    files, parts = {}, []
    count = max(1, -(-len(rows) // ROWS_PER_FILE))
    size = -(-len(rows) // count)
    for k in range(count):
        name = f"{dataset}_{batch:%Y%m%d}" + (f"_{k + 1:02d}" if count > 1 else "")
        path = folder / f"{name}.{form if form in ('parquet', 'xlsx') else 'csv'}"
        _write(sent.slice(k * size, size), path, form)
        part = rows.slice(k * size, size)
        parts.append(
            part.with_columns(
                dataset=pl.lit(dataset),
                batch=pl.lit(batch),
                source_file=pl.lit(path.name),
                source_row=pl.int_range(1, len(part) + 1, dtype=pl.Int64),
            )
        )
        files[path.name] = {"rows": len(part), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    if dataset in WITH_MANIFEST:
        (folder / "_manifest.json").write_text(
            json.dumps({"files": files}, indent=1) + "\n", encoding="utf-8"
        )
    return pl.concat(parts)
