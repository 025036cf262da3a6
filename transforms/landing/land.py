"""Lands what an inbox holds: every batch that tonight needs becomes one Parquet of text, or is refused with
its reason.

In: ``INBOX/<dataset>/<date>/*.parquet|csv|xlsx``, a :class:`Shape` per dataset, the as-of date.
Out: ``LANDING/<dataset>/<date>/<delivery>.parquet`` with its receipt, and a :class:`LandingReport`.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb

from transforms.landing import manifest, store
from transforms.landing.copying import copy_batch
from transforms.landing.csv_file import open_csv
from transforms.landing.errors import LandingError, Unreadable
from transforms.landing.hashing import Digests, delivery_name
from transforms.landing.headers import resolve, shown
from transforms.landing.inbox import Batch, survey
from transforms.landing.model import Landed, LandingReport, Note, Refused, Shape
from transforms.landing.parquet_file import open_parquet
from transforms.landing.source import Source
from transforms.landing.xlsx_file import open_xlsx

Progress = Callable[[str], None]
# A row key has 11 bits for the file's number within its delivery.
MAX_FILES = 2048
# Datasets landed side by side.
ABREAST = 2


def land(
    con: duckdb.DuckDBPyConnection,
    inbox: Path,
    landing: Path,
    shapes: Mapping[str, Shape],
    as_of: date,
    progress: Progress | None = None,
    lookback_days: int = 31,
) -> LandingReport:
    """Land the batches that the night of ``as_of`` needs.

    Of a snapshot: the newest good batch, the one before it and the one in force ``lookback_days`` earlier;
    of an append dataset: all.  A refused delivery leaves the last good one in force.  Batches landed on
    earlier nights count even when the inbox no longer holds them.  Raises LandingError for an inbox that is
    missing or holds nothing.
    """
    batches, notes = survey(inbox, tuple(shapes), as_of)
    cutoff = as_of - timedelta(days=lookback_days)
    connections: list[duckdb.DuckDBPyConnection] = []
    with Digests(landing / "digests.json") as digests:

        def of_dataset(dataset: str) -> tuple[list[Landed], list[Refused], list[Note]]:
            own = con.cursor()
            own.execute("SET enable_progress_bar = false")
            connections.append(own)
            night = _Night(own, landing, shapes, batches, progress or (lambda _: None))
            return night.dataset(dataset, shapes[dataset], as_of, cutoff, digests), night.refused, night.notes

        with ThreadPoolExecutor(ABREAST) as pool:
            try:
                contexts = [copy_context() for _ in shapes]  # the caller's, for ``progress``
                found = pool.map(lambda context, dataset: context.run(of_dataset, dataset), contexts, shapes)
                results = dict(zip(shapes, found, strict=True))
            except BaseException:
                for own in connections:
                    own.interrupt()
                raise
    landed = [one for good, _, _ in results.values() for one in good]
    refused = [one for _, refused, _ in results.values() for one in refused]
    notes += [one for _, _, more in results.values() for one in more]
    absent = tuple(dataset for dataset, (good, _, _) in results.items() if not good)
    if not landed and not refused and not notes and not batches:
        raise LandingError(
            f"inbox {inbox} holds no batch on or before {as_of}; expected INBOX/<dataset>/<YYYY-MM-DD>/<file>"
        )
    return LandingReport(tuple(landed), tuple(refused), tuple(notes), absent)


class _Night:
    """One night's landing: where to find and put things, and what was refused or noted so far."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        landing: Path,
        shapes: Mapping[str, Shape],
        batches: Mapping[tuple[str, date], Batch],
        progress: Progress,
    ) -> None:
        self.con, self.landing, self.shapes, self.batches, self.progress = (
            con,
            landing,
            shapes,
            batches,
            progress,
        )
        self.refused: list[Refused] = []
        self.notes: list[Note] = []

    def dataset(
        self, dataset: str, shape: Shape, as_of: date, cutoff: date, digests: Digests
    ) -> list[Landed]:
        """The landed batches of one dataset that the night needs, oldest first."""
        dates = {on for name, on in self.batches if name == dataset} | store.dates_landed(
            self.landing, dataset
        )
        good: list[Landed] = []
        for on in sorted((d for d in dates if d <= as_of), reverse=True):
            if not shape.append and len(good) >= 2:
                if any(g.batch <= cutoff for g in good):
                    break
                if on > cutoff:
                    continue
            landed = self.batch(dataset, on, digests)
            if landed:
                good.append(landed)
        past = next((g.batch for g in good if g.batch <= cutoff), None)
        marked = [
            replace(
                found,
                in_force=shape.append or place == 0,
                previous=place == 1,
                lookback=found.batch <= cutoff if shape.append else found.batch == past,
            )
            for place, found in enumerate(good)
        ]
        return marked[::-1]

    def batch(self, dataset: str, on: date, digests: Digests) -> Landed | None:
        """The delivery of that date that counts: the inbox's when it is good, else the last good one
        landed before.
        """
        delivered = self.batches.get((dataset, on))
        if delivered is None:
            last = store.newest(self.landing, dataset, on)
            return replace(last, from_inbox=False) if last else None
        try:
            landed = self.deliver(delivered, digests)
        except Unreadable as error:
            names = tuple(f.name for f in delivered.files) + delivered.unreadable
            self.refused.append(Refused(dataset, on, names, str(error)))
            last = store.newest(self.landing, dataset, on)
            return replace(last, from_inbox=False) if last else None
        store.keep(self.landing, landed)
        if landed.unknown_columns:
            message = (
                f"columns not in the contract, kept in landing only: {', '.join(landed.unknown_columns)}"
            )
            self.notes.append(Note("unknown_columns", f"{dataset}/{on}", message))
        return landed

    def deliver(self, batch: Batch, digests: Digests) -> Landed:
        """Land one delivered batch, or find it landed already.  Raises Unreadable when it must be refused."""
        if len(batch.files) > MAX_FILES:
            raise Unreadable(f"{len(batch.files)} files; expected at most {MAX_FILES} in one batch")
        if batch.unreadable:
            raise Unreadable(
                f"{batch.unreadable[0]}: a form that is not read; expected .parquet, .csv or .xlsx"
            )
        names = [f.name for f in batch.files]
        listing = manifest.read_manifest(batch.manifest) if batch.manifest else None
        if listing is not None:
            manifest.check_names(listing, names)
        for file in batch.files:
            if file.stat().st_size == 0:
                raise Unreadable(f"{file.name}: is empty (0 bytes); deliver it again")
        contents = digests.of(batch.files)
        if listing is not None:
            manifest.check_digests(listing, dict(zip(names, contents, strict=True)))
        delivery = delivery_name(names, contents)
        landed = store.find(self.landing, batch.dataset, batch.on, delivery)
        if landed is None:
            self.progress(f"{batch.dataset} {batch.on}")
            return self.convert(batch, delivery, listing)
        self.check_counts(batch, dict(landed.files), listing)
        return landed

    def check_counts(self, batch: Batch, rows: Mapping[str, int], listing: manifest.Listing | None) -> None:
        """Rows agree with the manifest and are not fewer than the contract's minimum.  Raises Unreadable."""
        if listing is not None:
            manifest.check_rows(listing, rows)
        minimum, total = self.shapes[batch.dataset].min_rows, sum(rows.values())
        if total < minimum:
            raise Unreadable(
                f"{', '.join(rows)}: {total} rows; expected at least {minimum}; deliver the batch again"
            )

    def convert(self, batch: Batch, delivery: str, listing: manifest.Listing | None) -> Landed:
        """Write the batch as Parquet beside its place and move it in."""
        shape = self.shapes[batch.dataset]
        folder = store.folder_of(self.landing, batch.dataset, batch.on)
        folder.mkdir(parents=True, exist_ok=True)
        store.clear_unfinished(self.landing, batch.dataset, batch.on)
        before = [(f.stat().st_size, f.stat().st_mtime_ns) for f in batch.files]
        try:
            sources = [self.open(file, folder / f".{i}.tmp") for i, file in enumerate(batch.files)]
            names = {s.name: resolve(s.name, s.headers, shape.aliases, shape.required) for s in sources}
            beside = folder / f".{delivery}.parquet.tmp"
            rows = copy_batch(self.con, sources, names, beside)
            self.check_counts(batch, rows, listing)
            for file, stat in zip(batch.files, before, strict=True):
                if (file.stat().st_size, file.stat().st_mtime_ns) != stat:
                    raise Unreadable(f"{file.name}: changed while it was read; it is still being delivered")
            path = folder / f"{delivery}.parquet"
            beside.replace(path)
        finally:
            store.clear_unfinished(self.landing, batch.dataset, batch.on)
        canonical = set(shape.aliases.values())
        unknown = sorted(
            {shown(name) for columns in names.values() for name in columns if name not in canonical}
        )
        files = tuple((s.name, rows[s.name]) for s in sources)
        return Landed(batch.dataset, batch.on, delivery, path, files, tuple(unknown))

    def open(self, file: Path, copy: Path) -> Source:
        """A delivered file, ready to be read; ``copy`` is where a converted copy may go."""
        suffix = file.suffix.lower()
        if suffix == ".parquet":
            return open_parquet(self.con, file)
        return open_csv(file, copy) if suffix == ".csv" else open_xlsx(file, copy)
