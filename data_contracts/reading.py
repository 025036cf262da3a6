"""Reading contracts: YAML in, :class:`Contract` out, and a clear error for whatever is wrong in a file.

In: a folder of ``<dataset>.yaml`` and ``identity.yaml`` beside this module.  Out: ``load_contracts()``.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from data_contracts.contract import TYPES, Column, Contract, CrossCheck, frozen
from data_contracts.errors import ContractError

HERE = Path(__file__).parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one where PyYAML was built with it
CONTRACT_KEYS = {
    "number": int,
    "department": str,
    "title": str,
    "mode": str,
    "primary_key": list,
    "identity": (dict, bool),
    "roles": dict,
    "freshness": dict,
    "rows": dict,
    "columns": dict,
    "checks": dict,
}
COLUMN_KEYS = {
    "title": str,
    "type": str,
    "required": bool,
    "as_delivered": bool,
    "aliases": list,
    "codes": dict,
    "min": int,
    "max": int,
}
DEPARTMENTS = ("mz", "jy", "rs", "wj", "yb", "cl", "ny", "zj", "yj", "rx")
ROLES = {"self", "head", "guardian", "lead"}


def load_contracts(folder: Path | None = None) -> dict[str, Contract]:
    """All contracts by dataset name, in order of their numbers.

    ``folder`` is where the YAML files lie (the shipped ones by default).  Raises ContractError naming file
    and key.
    """
    return dict(_load(folder or HERE / "contracts"))


@cache
def _load(folder: Path) -> tuple[tuple[str, Contract], ...]:
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise ContractError(f"{folder}: no contract (*.yaml) in this folder")
    identity_file = HERE / "identity.yaml"
    identity = _mapping(_yaml(identity_file), identity_file, "")
    contracts = [read_contract(file, identity) for file in files]
    numbers: dict[int, str] = {}
    for contract in contracts:
        if contract.number in numbers:
            _fail(
                folder / f"{contract.name}.yaml",
                "number",
                f"{contract.number} is also {numbers[contract.number]}'s",
            )
        numbers[contract.number] = contract.name
    return tuple((c.name, c) for c in sorted(contracts, key=lambda c: c.number))


def read_contract(file: Path, identity: Mapping[str, Any]) -> Contract:
    """One contract; ``identity`` is the content of ``identity.yaml``.  Raises ContractError."""
    raw = _mapping(_yaml(file), file, "")
    _keys(raw, CONTRACT_KEYS, file, "", required=set(CONTRACT_KEYS) - {"checks"})
    if not 1 <= raw["number"] <= 30:
        _fail(file, "number", f"{raw['number']}: expected 1 to 30 (five bits of the row key)")
    if raw["mode"] not in ("snapshot", "append"):
        _fail(file, "mode", f"{raw['mode']!r}: expected snapshot or append")
    if raw["department"] not in DEPARTMENTS:
        _fail(file, "department", f"{raw['department']!r}: expected one of {', '.join(DEPARTMENTS)}")
    own = tuple(_column(name, spec, file, f"columns.{name}") for name, spec in raw["columns"].items())
    columns = (
        (*own, *_identity_columns(identity, raw["identity"], file)) if raw["identity"] is not False else own
    )
    names = [c.name for c in columns]
    if len(names) != len(set(names)):
        _fail(file, "columns", "a column has the name of one of the identity block")
    for key in raw["primary_key"]:
        if key not in names or not next(c for c in columns if c.name == key).required:
            _fail(file, "primary_key", f"{key!r} is not a required column")
    _check_roles(raw["roles"], set(names), file)
    _check_aliases(columns, file)
    return Contract(
        name=file.stem,
        number=raw["number"],
        department=raw["department"],
        title=raw["title"],
        mode=raw["mode"],
        primary_key=tuple(raw["primary_key"]),
        columns=columns,
        has_identity=raw["identity"] is not False,
        roles=frozen({role: frozen(fields) for role, fields in raw["roles"].items()}),
        max_age_days=_number(raw["freshness"], "max_age_days", file, "freshness"),
        min_rows=_number(raw["rows"], "min", file, "rows", others={"fall_percent"}),
        fall_percent=_number(raw["rows"], "fall_percent", file, "rows", others={"min"}),
        checks=_checks(raw.get("checks", {}), file),
        fingerprint=hashlib.sha256(repr((raw, identity)).encode()).hexdigest(),
    )


def _column(name: str, spec: Any, file: Path, key: str) -> Column:
    spec = _mapping(spec, file, key)
    _keys(spec, COLUMN_KEYS, file, key, required={"title", "type", "aliases"})
    if spec["type"] not in TYPES:
        _fail(file, f"{key}.type", f"{spec['type']!r}: expected one of {', '.join(TYPES)}")
    if (spec["type"] == "code") != ("codes" in spec):
        _fail(file, f"{key}.codes", "codes belong to columns of type code, and only to them")
    codes = {}
    seen: dict[str, str] = {}
    for code, spellings in spec.get("codes", {}).items():
        if (
            not isinstance(code, str)
            or not isinstance(spellings, list)
            or not all(isinstance(s, str) for s in spellings)
        ):
            _fail(file, f"{key}.codes", f"{code!r}: expected a quoted code and a list of its spellings")
        for text in (code, *spellings):
            if seen.setdefault(text.lower(), code) != code:
                _fail(file, f"{key}.codes", f"{text!r} stands for both {seen[text.lower()]} and {code}")
        codes[code] = tuple(spellings)
    return Column(
        name=name,
        title=spec["title"],
        type=spec["type"],
        required=spec.get("required", False),
        as_delivered=spec.get("as_delivered", False),
        aliases=tuple(_texts(spec["aliases"], file, f"{key}.aliases")),
        codes=frozen(codes),
        minimum=spec.get("min"),
        maximum=spec.get("max"),
    )


def _identity_columns(identity: Mapping[str, Any], extra: Any, file: Path) -> list[Column]:
    extra = {} if extra is True else extra
    for name in extra:
        if name not in identity:
            _fail(file, f"identity.{name}", f"not a column of the identity block ({', '.join(identity)})")
    found = []
    for name, spec in identity.items():
        more = _texts(extra.get(name, []), file, f"identity.{name}")
        found.append(
            _column(name, {**spec, "aliases": [*spec["aliases"], *more]}, HERE / "identity.yaml", name)
        )
    return found


def _checks(raw: Any, file: Path) -> tuple[CrossCheck, ...]:
    found = []
    for name, spec in _mapping(raw, file, "checks").items():
        spec = _mapping(spec, file, f"checks.{name}")
        _keys(spec, {"title": str, "bad_rows": str}, file, f"checks.{name}", required={"title", "bad_rows"})
        found.append(CrossCheck(name, spec["title"], spec["bad_rows"]))
    return tuple(found)


def _check_roles(roles: Mapping[str, Any], names: set[str], file: Path) -> None:
    for role, fields in roles.items():
        if role not in ROLES:
            _fail(file, f"roles.{role}", f"expected one of {', '.join(sorted(ROLES))}")
        for column in _mapping(fields, file, f"roles.{role}").values():
            if column not in names:
                _fail(file, f"roles.{role}", f"{column!r} is not a column")


def _check_aliases(columns: tuple[Column, ...], file: Path) -> None:
    owner = {c.name: c.name for c in columns}
    for column in columns:
        for alias in column.aliases:
            if owner.setdefault(alias, column.name) != column.name:
                _fail(file, f"columns.{column.name}.aliases", f"{alias!r} also means {owner[alias]}")


def _yaml(file: Path) -> Any:
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ContractError(f"{file.name}: cannot be read as YAML: {error}") from error


def _mapping(value: Any, file: Path, key: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(k, str) for k in value):
        _fail(file, key, "expected a mapping with text keys")
    return dict(value)


def _keys(raw: Mapping[str, Any], known: Mapping[str, Any], file: Path, at: str, required: set[str]) -> None:
    prefix = f"{at}." if at else ""
    for key, value in raw.items():
        if key not in known:
            _fail(file, prefix + key, f"unknown key; expected one of {', '.join(known)}")
        if not isinstance(value, known[key]) or (known[key] is int and isinstance(value, bool)):
            kind = "list, mapping or false" if isinstance(known[key], tuple) else known[key].__name__
            _fail(file, prefix + key, f"{value!r}: expected {kind}")
    for key in sorted(required - raw.keys()):
        _fail(file, prefix + key, "is missing")


def _texts(value: Any, file: Path, key: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        _fail(file, key, "expected a list of texts")
    return list(value)


def _number(raw: Mapping[str, Any], name: str, file: Path, key: str, others: set[str] = frozenset()) -> int:  # type: ignore[assignment]
    _keys(raw, dict.fromkeys({name, *others}, int), file, key, required={name})
    if raw[name] < 0:
        _fail(file, f"{key}.{name}", f"{raw[name]}: expected 0 or more")
    return int(raw[name])


def _fail(file: Path, key: str, problem: str) -> None:
    raise ContractError(f"{file.name}: {key}: {problem}" if key else f"{file.name}: {problem}")
