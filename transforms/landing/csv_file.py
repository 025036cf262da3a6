"""Opens a delivered CSV file in UTF-8 (with or without BOM), UTF-16 or GB18030, or says why it cannot be
read.

In: the file.  Out: a :class:`Source` on the file itself when it is UTF-8, else on a copy in UTF-8.
"""

import codecs
import csv
import re
from pathlib import Path

import duckdb

from transforms.landing.errors import Unreadable
from transforms.landing.source import Source, quoted

CHUNK = 1 << 22
DELIMITERS = (",", "\t", ";", "|")
# So many characters beyond ASCII decoded as UTF-8 before the first bad byte: then it is UTF-8, damaged, and
# not GB18030.
SURELY_UTF8 = 20
SAMPLE = 1 << 20


def open_csv(file: Path, copy: Path) -> Source:
    """Headers of a CSV file; ``copy`` is where a UTF-8 copy goes when the file is in another encoding.
    Raises Unreadable.
    """
    encoding = _encoding(file)
    read_from = file
    if encoding != "utf-8-sig":
        _transcode(file, encoding, copy)
        read_from = copy
    with read_from.open(encoding="utf-8-sig", newline="") as handle:
        first = handle.readline()
    if not first.strip():
        raise Unreadable(f"{file.name}: its first line is blank; expected the header")
    delimiter = max(DELIMITERS, key=first.count)
    with read_from.open(encoding="utf-8-sig", newline="") as handle:
        try:
            header = next(csv.reader(handle, delimiter=delimiter, strict=True))
        except (csv.Error, StopIteration) as error:
            raise Unreadable(f"{file.name}: line 1: the header cannot be read as CSV") from error
    return Source(
        kind="csv",
        name=file.name,
        read_from=read_from,
        headers=tuple(header),
        texts=tuple(quoted(f"c{i}") for i in range(len(header))),
        delimiter=delimiter,
    )


def reason(name: str, error: duckdb.Error) -> Unreadable:
    """Why DuckDB could not read the rows: the line and what is wrong there, never the line's content."""
    text = str(error)
    line = re.search(r"CSV Error on Line: (\d+)", text)
    at = f"line {line[1]}: " if line else ""
    fields = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", text)
    if fields:
        what = f"{fields[2]} fields where the header has {fields[1]}; quote fields that hold a comma"
    elif "unterminated quote" in text:
        what = "a quote that is opened and not closed, or followed by more text"
    elif "Maximum line size" in text:
        what = "a line longer than 2 MB; a quote is probably opened and not closed"
    else:
        what = "not readable as CSV: line ends are mixed (CRLF and LF) or quotes broken; export it again"
    return Unreadable(f"{name}: {at}{what}")


def _encoding(file: Path) -> str:
    """utf-8-sig, utf-16 or gb18030.  Raises Unreadable for anything else, binary content and unbalanced
    quotes.
    """
    with file.open("rb") as handle:
        start = handle.read(4)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    if start[:2] == b"PK" or start == b"PAR1" or start == b"\xd0\xcf\x11\xe0":
        raise Unreadable(
            f"{file.name}: named .csv, but its content is Excel, zip or Parquet; name it for what it is"
        )
    decoder = codecs.getincrementaldecoder("utf-8")()
    quotes = lines = beyond_ascii = position = 0
    bad: int | None = None
    with file.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            if b"\0" in chunk:
                raise Unreadable(
                    f"{file.name}: not a text file (it holds NUL bytes); expected CSV in UTF-8 or GB18030"
                )
            quotes += chunk.count(b'"')
            if bad is None:
                try:
                    text = decoder.decode(chunk)
                    beyond_ascii += 0 if text.isascii() else sum(map(len, re.findall(r"[^\x00-\x7f]+", text)))
                    lines += chunk.count(b"\n")
                except UnicodeDecodeError as error:
                    good = chunk[: error.start].decode("utf-8", "ignore")
                    beyond_ascii += sum(not c.isascii() for c in good)
                    lines += good.count("\n")
                    bad = position + error.start
            position += len(chunk)
    if bad is None:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            bad = position
    if quotes % 2:
        raise Unreadable(
            f"{file.name}: an odd number of quotes: one is opened and not closed; the file may be cut off"
        )
    if bad is None:
        return "utf-8-sig"
    if beyond_ascii >= SURELY_UTF8:
        raise Unreadable(
            f"{file.name}: line {lines + 1}: UTF-8 text damaged at byte {bad}; deliver the file again"
        )
    return "gb18030"


def _transcode(file: Path, encoding: str, copy: Path) -> None:
    """Write ``file`` in UTF-8 to ``copy``.  Raises Unreadable when it is not in that encoding after all."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    first = True
    with file.open("rb") as source, copy.open("wb") as target:
        while True:
            chunk = source.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                line = lines + error.object[: error.start].count(b"\n")
                raise Unreadable(
                    f"{file.name}: line {line}: neither UTF-8 nor {encoding.upper()}; export it as UTF-8"
                ) from error
            if first and encoding == "gb18030" and _is_big5(chunk, text):
                raise Unreadable(f"{file.name}: reads like Big5, not UTF-8 or GB18030; export it as UTF-8")
            first = False
            lines += text.count("\n")
            target.write(text.encode("utf-8"))
            if not chunk:
                break
    if encoding == "utf-16" and copy.read_bytes().count(b'"') % 2:
        raise Unreadable(
            f"{file.name}: an odd number of quotes: one is opened and not closed; the file may be cut off"
        )


def _is_big5(data: bytes, as_gb18030: str) -> bool:
    """Whether text that decodes as GB18030 (nearly everything does) is really Big5.

    GB18030 text is mostly made of GB 2312's common characters; Big5 text read as GB18030 is not, and its
    lead and trail bytes all fit Big5, which those of rare GB18030 characters do not.
    """
    sample = "".join(c for c in as_gb18030[:SAMPLE] if not c.isascii())
    if not sample:
        return False
    common = len(sample.encode("gb2312", "ignore")) / 2
    pairs = re.findall(rb"[\x80-\xff][\x40-\x7e\x80-\xff]", data[:SAMPLE])
    as_big5 = sum(0xA1 <= p[0] <= 0xC6 and (p[1] <= 0x7E or p[1] >= 0xA1) for p in pairs)
    return common / len(sample) < 0.8 and as_big5 / max(len(pairs), 1) > 0.9
