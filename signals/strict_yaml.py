"""YAML read strictly: UTF-8, a key given twice is an error, and a file must be a mapping.

In: text and the name of the file it came from. Out: plain Python values. Errors: the class the caller
names.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from signals.errors import SignalsError

HEADER = re.compile(r"\A\s*/\*(.*?)\*/(.*)\Z", re.S)  # a block comment of YAML, then SQL


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one where PyYAML was built with it


class _UniqueKeys(_Loader):  # type: ignore[misc,valid-type]
    """Safe loader that refuses a mapping with the same key twice (plain YAML silently keeps the last)."""


def _mapping(loader: _UniqueKeys, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            line = key_node.start_mark.line + 1
            raise yaml.YAMLError(f"key '{key}' is given twice (line {line})")
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_text(path: Path, error: type[SignalsError]) -> str:
    """The text of a file of ours or of the province; raise `error` when it is not UTF-8."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise error(f"{path.name}: is not UTF-8 text; save it as UTF-8") from None


def read_mapping(text: str, where: str, error: type[SignalsError]) -> dict[str, Any]:
    """Parse `text`; raise `error` naming `where` when it is not YAML, repeats a key or is not a mapping."""
    try:
        value = yaml.load(text, Loader=_UniqueKeys)
    except (yaml.YAMLError, ValueError) as problem:
        raise error(f"{where}: not valid YAML: {' '.join(str(problem).split())}") from None
    if not isinstance(value, dict):
        raise error(f"{where}: expected keys and values, found {type(value).__name__}")
    return value
