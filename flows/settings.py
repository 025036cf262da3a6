"""Settings of a home (`HOME/doudi.toml`): written by `doudi init`, read by every command that has a home."""

from __future__ import annotations

import os
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path

from flows.errors import UsageError

FILE_NAME = "doudi.toml"

_TEMPLATE = """\
# Settings of this doudi home. Every key is explained here; a key left out has the value shown.

# Policy region: which parameters and documents apply (a file of signals/policies, or of policies/ in this home).
region = "{region}"

# Processor threads to use; 0 means all.
threads = 0

# Memory DuckDB may use before it spills to disk, as "8GB" or "60%" of the machine's.
memory_limit = "60%"

# Validate accepted batches with Great Expectations and write its Data Docs, in a process beside the run.
validate = true

# Earlier published warehouses to keep under snapshots/.
keep_snapshots = 7

# The most signals that a department of a county is given as new in one night; the rest waits for later nights, the most
# severe first. What has to be done within 3 working days never waits.
delivery_portion = 300

# Audiences whose edition every night writes under editions/: "analyst", "county:420102", "department:yb". Any other is made when
# doudi sql --audience or doudi export asks for it.
editions = []

# Counties with another portion, such as {{ 420102 = 800 }}.
delivery_portion_of = {{}}
"""


@dataclass(frozen=True)
class Settings:
    """Settings in force; see the template for what each one means."""

    region: str = "hubei"
    threads: int = 0
    memory_limit: str = "60%"
    validate: bool = True
    keep_snapshots: int = 7
    delivery_portion: int = 300
    delivery_portion_of: dict[str, int] = field(default_factory=dict)
    editions: list[str] = field(default_factory=list)


def write_settings(home: Path, region: str) -> Path:
    """Make a home with its settings file. Raises UsageError when it has one already or is some other folder."""
    path = home / FILE_NAME
    if path.exists():
        raise UsageError(
            f"{home} is a doudi home already ({FILE_NAME} is there). Edit that file to change settings."
        )
    if home.exists() and not home.is_dir():
        raise UsageError(f"{home} is a file. Give a folder that is new or empty.")
    if home.exists() and any(home.iterdir()):
        raise UsageError(f"{home} is not empty and has no {FILE_NAME}. Give a folder that is new or empty.")
    home.mkdir(parents=True, exist_ok=True)
    path.write_text(_TEMPLATE.format(region=region), encoding="utf-8")
    return path


def read_settings(home: Path) -> Settings:
    """Read and check `home/doudi.toml`. Raises UsageError naming the key that is wrong."""
    path = home / FILE_NAME
    if not path.is_file():
        raise UsageError(
            f"{home} is not a doudi home: it has no {FILE_NAME}. Make one with: doudi init {home}"
        )
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not readable as TOML: {error}") from None
    known = asdict(Settings())
    for key, value in given.items():
        if key not in known:
            raise UsageError(f"{path}: unknown key {key!r}. Known: {', '.join(known)}")
        expected = type(known[key])
        if type(value) is not expected:
            raise UsageError(f"{path}: {key} = {value!r} should be of type {expected.__name__}")
    settings = Settings(**given)
    if settings.threads < 0 or settings.keep_snapshots < 0:
        raise UsageError(f"{path}: threads and keep_snapshots must not be negative")
    _memory_bytes(settings.memory_limit, path)
    _check_portions(settings, path)
    _check_editions(settings, path)
    return settings


def _check_editions(settings: Settings, path: Path) -> None:
    if not settings.editions:
        return
    from warehouse.editions import audience
    from warehouse.errors import AudienceError

    for name in settings.editions:
        try:
            audience(str(name))
        except AudienceError as error:
            raise UsageError(f"{path}: editions: {error}") from None


def _check_portions(settings: Settings, path: Path) -> None:
    if settings.delivery_portion < 1:
        raise UsageError(f"{path}: delivery_portion = {settings.delivery_portion} should be 1 or more")
    for county, portion in settings.delivery_portion_of.items():
        if not (len(county) == 6 and county.isdecimal()) or type(portion) is not int or portion < 1:
            raise UsageError(
                f"{path}: delivery_portion_of has {county} = {portion!r}; expected six digits of a county and a "
                "number from 1, such as 420102 = 800"
            )


def memory_limit(settings: Settings) -> str:
    """The memory limit as DuckDB takes it; a percentage is of this machine's memory."""
    return f"{_memory_bytes(settings.memory_limit, Path(FILE_NAME)) // 2**20}MiB"


def _memory_bytes(text: str, path: Path) -> int:
    units = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "%": 0}
    for unit, size in units.items():
        number = text.removesuffix(unit).strip()
        if text.endswith(unit) and number.replace(".", "", 1).isdigit() and float(number) > 0:
            if unit == "%":
                return int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * float(number) / 100)
            return int(float(number) * size)
    raise UsageError(
        f'{path}: memory_limit = {text!r} is neither a size such as "8GB" nor a share such as "60%"'
    )
