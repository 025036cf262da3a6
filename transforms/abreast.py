"""Work on many small things at once: planning a statement keeps one processor busy, so two plan side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextvars import copy_context
from queue import SimpleQueue
from threading import Event
from typing import TypeVar

import duckdb

from transforms.normalise import register

Item = TypeVar("Item")
Result = TypeVar("Result")
ABREAST = 2


def abreast(
    con: duckdb.DuckDBPyConnection,
    work: Callable[[duckdb.DuckDBPyConnection, Item], Result],
    items: Sequence[Item],
) -> list[Result]:
    """`work(connection, item)` for every item, the results in order of items.

    Each worker has a connection of its own to `con`'s database, with the normalising macros. The first error is
    raised; what is running then is interrupted and the rest is not begun.
    """
    free: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
    connections = [con.cursor() for _ in range(ABREAST)]
    for connection in connections:
        connection.execute("SET enable_progress_bar = false")
        register(connection)
        free.put(connection)

    failed = Event()

    def one(item: Item) -> Result:
        connection = free.get()
        try:
            if failed.is_set():
                raise CancelledError
            return work(connection, item)
        except BaseException:
            failed.set()
            raise
        finally:
            free.put(connection)

    with ThreadPoolExecutor(ABREAST) as pool:
        try:
            contexts = [copy_context() for _ in items]  # a reporter may look there for whose run it is
            return list(pool.map(lambda context, item: context.run(one, item), contexts, items))
        except BaseException:
            failed.set()
            for connection in connections:
                connection.interrupt()
            raise
