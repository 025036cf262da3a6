"""SHA-256 of delivered files, remembered by path, size and modification time, so that an unchanged inbox
costs nothing.

In: files of a batch.  Out: their digests and the delivery's name.  The memory is one small JSON in the
landing folder.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CHUNK = 1 << 22


class Digests:
    """Digests of files, kept in ``memory`` between nights.  Use as a context manager: the memory is saved
    at the end.
    """

    def __init__(self, memory: Path) -> None:
        self.memory = memory
        self.known: dict[str, list[object]] = {}
        self.changed = False
        try:
            loaded = json.loads(memory.read_text(encoding="utf-8"))
            self.known = {k: v for k, v in loaded.items() if isinstance(v, list) and len(v) == 3}
        except (OSError, ValueError, AttributeError):
            self.known = {}

    def __enter__(self) -> "Digests":
        return self

    def __exit__(self, *_: object) -> None:
        if self.changed:
            write_beside(self.memory, json.dumps(self.known, indent=0, sort_keys=True))

    def of(self, files: Sequence[Path]) -> list[str]:
        """Hex digests of ``files``, in their order; unknown ones are read two at a time."""
        keys = [(str(f.resolve()), f.stat()) for f in files]
        unknown = [
            f for f, (key, stat) in zip(files, keys, strict=True) if self._remembered(key, stat) is None
        ]
        with ThreadPoolExecutor(2) as pool:
            fresh = dict(zip(unknown, pool.map(digest, unknown), strict=True))
        found = []
        for file, (key, stat) in zip(files, keys, strict=True):
            if file in fresh:
                self.known[key] = [stat.st_size, stat.st_mtime_ns, fresh[file]]
                self.changed = True
            found.append(str(self.known[key][2]))
        return found

    def _remembered(self, key: str, stat: os.stat_result) -> str | None:
        entry = self.known.get(key)
        return str(entry[2]) if entry and entry[:2] == [stat.st_size, stat.st_mtime_ns] else None


def digest(file: Path) -> str:
    """Hex SHA-256 of a file's content."""
    found = hashlib.sha256()
    with file.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def delivery_name(names: Sequence[str], digests: Sequence[str]) -> str:
    """The first 16 hex digits of a SHA-256 over the names and contents of a batch's files (in order of
    name).
    """
    lines = "".join(f"{name}\0{content}\n" for name, content in sorted(zip(names, digests, strict=True)))
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def write_beside(path: Path, text: str) -> None:
    """Write ``text`` beside ``path`` and rename it in, so that no reader ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
