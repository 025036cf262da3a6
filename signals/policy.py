"""Policy parameters: dated values with unit and source, by region, frozen once loaded.

In: `signals/policies/<region>.yaml`, over `national.yaml`, under `<extra>/<region>.yaml` (the operator's
own). Out: `Policy.in_force(day)`, one `Value` per parameter, key (such as a category) and county. A value
holds from its date until the next one, or until its `end` (inclusive) where the document sets one; where
a region has no value in force, the one of the region it inherits from holds. Errors: `PolicyError` with
file and key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from signals.errors import PolicyError
from signals.strict_yaml import read_mapping, read_text

SHIPPED = Path(__file__).parent / "policies"
FILE_KEYS = {"region", "title", "inherits", "parameters"}
PARAMETER_KEYS = {"title", "unit", "document", "clause", "basis", "values", "counties"}
VALUE_KEYS = {"value", "end", "document", "clause", "basis"}
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")

Number = float | tuple[int, ...] | tuple[str, ...]


@dataclass(frozen=True)
class Value:
    """A value of a parameter from `start` to `end` (both included; `end` None: until the next)."""

    name: str
    key: str
    county_code: str
    start: date
    end: date | None
    value: Number
    unit: str
    document: str | None
    clause: str | None
    basis: str | None
    file: str


@dataclass(frozen=True)
class Policy:
    """Parameters of a region: `layers` from the most general file to the operator's own; Chinese title."""

    region: str
    layers: tuple[tuple[Value, ...], ...]
    titles: dict[str, str]

    def names(self) -> set[str]:
        """Every parameter some layer names, in force or not."""
        return {value.name for layer in self.layers for value in layer}

    def in_force(self, day: date) -> list[Value]:
        """The values in force on `day`, sorted by name, county and key; one per name, county and key."""
        found: dict[tuple[str, str, str], Value] = {}
        for layer in self.layers:
            newest: dict[tuple[str, str, str], Value] = {}
            for value in layer:
                key = (value.name, value.county_code, value.key)
                if value.start <= day and (key not in newest or newest[key].start < value.start):
                    newest[key] = value
            found.update({k: v for k, v in newest.items() if v.end is None or day <= v.end})
        return [found[key] for key in sorted(found)]

    def documents(self) -> set[str]:
        """Every document that some value names."""
        return {value.document for layer in self.layers for value in layer if value.document}

    def history(self, day: date) -> list[tuple[date, list[Value]]]:
        """Every date up to `day` from which other values held, the earliest first, with those in force on it."""
        values = [value for layer in self.layers for value in layer]
        begun = {value.start for value in values}
        ended = {value.end + timedelta(days=1) for value in values if value.end is not None}
        return [(turn, self.in_force(turn)) for turn in sorted(begun | ended) if turn <= day]


def load_policy(region: str, extra: Path | None = None) -> Policy:
    """Read the policy of `region` (a file shipped or in the folder `extra`), with all it inherits from."""
    chain: list[tuple[Value, ...]] = []
    units: dict[str, str] = {}
    titles: dict[str, str] = {}
    for path in _files(region, extra):
        layer = tuple(_read(path, units, titles))
        units.update({value.name: value.unit for value in layer})
        chain.append(layer)
    return Policy(region, tuple(chain), titles)


def shipped_regions() -> list[str]:
    """Names of the regions that come with doudi, `national` among them."""
    return sorted(path.stem for path in SHIPPED.glob("*.yaml"))


def documents_elsewhere(policy: Policy) -> set[str]:
    """Documents of other regions: shipped packs name them, this region and what it inherits from do not."""
    return (
        set().union(*(load_policy(region).documents() for region in shipped_regions())) - policy.documents()
    )


def _files(region: str, extra: Path | None) -> list[Path]:
    """Policy files of a region, most general first."""
    own = extra / f"{region}.yaml" if extra else None
    mine = [path for path in (SHIPPED / f"{region}.yaml", own) if path and path.is_file()]
    if not mine:
        known = ", ".join(shipped_regions())
        raise PolicyError(
            f"no policy for region '{region}': regions with a file are {known}"
            + (f"; or add {own}" if own else "")
        )
    if region == "national":
        return mine
    above = read_mapping(read_text(mine[0], PolicyError), mine[0].name, PolicyError).get(
        "inherits", "national"
    )
    if above == region:
        raise PolicyError(f"{mine[0].name}: key 'inherits': a region cannot inherit from itself")
    return _files(str(above), extra) + mine


def _read(path: Path, units: dict[str, str], titles: dict[str, str]) -> Iterator[Value]:
    content = read_mapping(read_text(path, PolicyError), path.name, PolicyError)
    _refuse_unknown(path.name, "the file", content, FILE_KEYS)
    if content.get("region") != path.stem:
        raise PolicyError(
            f"{path.name}: key 'region': expected '{path.stem}', found {content.get('region')!r}"
        )
    parameters = content.get("parameters") or {}
    if not isinstance(parameters, dict):
        raise PolicyError(f"{path.name}: key 'parameters': expected parameter names and their values")
    for name, spec in parameters.items():
        where = f"{path.name}: parameter '{name}'"
        if not isinstance(spec, dict):
            raise PolicyError(f"{where}: expected unit, source and values")
        _refuse_unknown(path.name, f"parameter '{name}'", spec, PARAMETER_KEYS)
        titles.update({name: str(spec["title"])} if spec.get("title") else {})
        unit = spec.get("unit", units.get(name))
        if not unit:
            raise PolicyError(f"{where}: 'unit' is missing")
        if name in units and unit != units[name]:
            raise PolicyError(
                f"{where}: unit '{unit}' differs from '{units[name]}' in the policy it inherits from"
            )
        if not spec.get("values") and not spec.get("counties"):
            raise PolicyError(f"{where}: 'values' is missing: give a value for each date it came into force")
        yield from _series(path.name, name, "", unit, spec, spec.get("values") or {})
        for county, values in (spec.get("counties") or {}).items():
            if not re.fullmatch(r"\d{6}", str(county)):
                raise PolicyError(f"{where}: county '{county}': expected six digits, in quotes")
            yield from _series(path.name, name, str(county), unit, spec, values)


def _series(
    file: str, name: str, county: str, unit: str, spec: dict[str, Any], values: Any
) -> Iterator[Value]:
    """The dated values of one parameter in one place."""
    where = f"{file}: parameter '{name}'" + (f", county {county}" if county else "")
    if not isinstance(values, dict):
        raise PolicyError(f"{where}: expected a value for each date it came into force")
    starts = sorted(_day(where, start) for start in values)
    for start in starts:
        given = values[start]
        long = given if isinstance(given, dict) and "value" in given else {"value": given}
        _refuse_unknown(file, f"parameter '{name}' from {start}", long, VALUE_KEYS)
        end = _day(where, long["end"]) if long.get("end") is not None else None
        if end is not None and end < start:
            raise PolicyError(f"{where} from {start}: ends on {end}, before it begins")
        later = [other for other in starts if other > start]
        if end is not None and later and later[0] <= end:
            raise PolicyError(f"{where}: the value from {start} to {end} overlaps the one from {later[0]}")
        source = {k: long.get(k, spec.get(k)) for k in ("document", "clause", "basis")}
        if "document" in long:
            source["basis"] = long.get("basis")
        if not (source["document"] and source["clause"]) and source["basis"] != "default":
            raise PolicyError(
                f"{where} from {start}: no source: give 'document' and 'clause', or 'basis: default'"
            )
        keyed = long["value"] if isinstance(long["value"], dict) else {"": long["value"]}
        for key, value in keyed.items():
            yield Value(
                name, str(key), county, start, end, _value(where, start, value), unit, file=file, **source
            )


def _value(where: str, start: date, value: Any) -> Number:
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, list) and all(isinstance(x, int) and not isinstance(x, bool) for x in value):
        return tuple(value)
    if isinstance(value, list) and all(isinstance(x, str) and MONTH.fullmatch(x) for x in value):
        return tuple(value)
    raise PolicyError(
        f"{where} from {start}: {value!r} is not a number, a list of whole numbers "
        "or a list of months such as '2025-10'"
    )


def _day(where: str, value: Any) -> date:
    if isinstance(value, date):
        return value
    raise PolicyError(f"{where}: '{value}' is not a date such as 2024-10-11")


def _refuse_unknown(file: str, what: str, given: dict[Any, Any], known: set[str]) -> None:
    unknown = sorted(str(key) for key in given if key not in known)
    if unknown:
        raise PolicyError(f"{file}: {what}: unknown key '{unknown[0]}'; known are {', '.join(sorted(known))}")
