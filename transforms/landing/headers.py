"""From headers as departments write them to canonical columns.

In: the headers of one file and the aliases of its dataset.  Out: for every column its canonical (or
delivered) name.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from transforms.landing.errors import Unreadable

RESERVED = ("source_file", "file_no", "source_row", "batch", "row_key")
DECORATION = re.compile(r"[\s\u200b\u200c\u200d\ufeff*＊:：'\"]+")
LONG_NUMBER = re.compile(r"\d{7,}[\dXx]?")


def fold_header(text: str) -> str:
    """A header folded for comparison: full-width to ASCII, lower case, no blanks, no required-field stars."""
    return DECORATION.sub("", unicodedata.normalize("NFKC", text)).casefold()


def resolve(
    file: str, headers: Sequence[str], aliases: Mapping[str, str], required: Sequence[str]
) -> list[str]:
    """The landing column name of each header of ``file``, unknown ones as delivered.

    Raises Unreadable when no header is known, a required column is missing or two headers mean the same column.
    """
    by_header = {fold_header(alias): canonical for alias, canonical in aliases.items()}
    clean = [
        header.replace("\ufeff", "").strip() or f"column_{position}"
        for position, header in enumerate(headers, start=1)
    ]
    names = [by_header.get(fold_header(header), header) for header in clean]
    names = [f"{name}_delivered" if name.casefold() in RESERVED else name for name in names]
    if required and not set(names) & set(aliases.values()):
        raise Unreadable(
            f"{file}: its first line holds no header that is known; expected the header there, not data, "
            f"for example {_accepted(aliases, required[0])}"
        )
    for column in required:
        if column not in names:
            raise Unreadable(
                f"{file}: required column {column} is missing; expected a header such as "
                f"{_accepted(aliases, column)}"
            )
    delivered: dict[str, str] = {}
    for name, header in zip(names, clean, strict=True):
        if name.casefold() in delivered:
            first = delivered[name.casefold()]
            raise Unreadable(
                f"{file}: columns {shown(first)!r} and {shown(header)!r} both mean {shown(name)}; deliver only "
                "one of them"
            )
        delivered[name.casefold()] = header
    return names


def shown(header: str) -> str:
    """A header as a message may show it: without long runs of digits, which may be somebody's number."""
    return LONG_NUMBER.sub(lambda found: found[0][:6] + "*" * (len(found[0]) - 6), header)


def _accepted(aliases: Mapping[str, str], column: str) -> str:
    return ", ".join([alias for alias, canonical in aliases.items() if canonical == column][:4])
