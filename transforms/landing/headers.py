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


def fold_header(text: str) -> str:
    """A header folded for comparison: full-width to ASCII, lower case, no blanks, no required-field stars."""
    return DECORATION.sub("", unicodedata.normalize("NFKC", text)).casefold()


def resolve(
    file: str, headers: Sequence[str], aliases: Mapping[str, str], required: Sequence[str]
) -> list[str]:
    """The landing column name of each header of ``file``, unknown ones as delivered.

    Raises Unreadable when a required column is missing or two headers mean the same column.
    """
    by_header = {fold_header(alias): canonical for alias, canonical in aliases.items()}
    names: list[str] = []
    delivered: dict[str, str] = {}
    for position, header in enumerate(headers, start=1):
        clean = header.replace("\ufeff", "").strip() or f"column_{position}"
        name = by_header.get(fold_header(clean), clean)
        if name.casefold() in RESERVED:
            name = f"{name}_delivered"
        if name.casefold() in delivered:
            first = delivered[name.casefold()]
            raise Unreadable(
                f"{file}: columns {first!r} and {clean!r} both mean {name}; deliver only one of them"
            )
        delivered[name.casefold()] = clean
        names.append(name)
    for column in required:
        if column not in names:
            accepted = ", ".join([alias for alias, canonical in aliases.items() if canonical == column][:4])
            raise Unreadable(
                f"{file}: required column {column} is missing; expected a header such as {accepted}"
            )
    return names
