"""Model files as plain data, and learnt weights put into the shipped model.

In: the path of a YAML file.  Out: its content, which `matching.model` checks.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matching.errors import MatchingError

SHIPPED = Path(__file__).with_name("model.yaml")


def read(path: Path) -> dict[str, Any]:
    """The content of a model file; of one of learnt weights (it has `since`) the shipped model with these weights.

    Raises MatchingError when it cannot be read.
    """
    data = _plain(path)
    if "since" in data and path != SHIPPED and data.get("name") == (base := _plain(SHIPPED))["name"]:
        return _with_weights(base, data)
    return data


def _plain(path: Path) -> dict[str, Any]:
    import yaml

    try:
        # libyaml, where PyYAML has it, reads the shipped model in a tenth of the time
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise MatchingError(f"model {path.name}: not readable: {error}") from error
    if not isinstance(data, dict):
        raise MatchingError(f"model {path.name}: expected keys and values")
    return data


def _with_weights(base: dict[str, Any], learnt: dict[str, Any]) -> dict[str, Any]:
    """The model `base` with version, date and bits of `learnt`, where that has them."""
    found = {
        (comparison.get("name"), name): level["bits"]
        for comparison in learnt.get("comparisons", [])
        for name, level in comparison.get("levels", {}).items()
        if "bits" in level
    }
    for comparison in base["comparisons"]:
        for name, level in comparison["levels"].items():
            level["bits"] = found.get((comparison["name"], name), level["bits"])
    return base | {key: learnt[key] for key in ("version", "since") if key in learnt}
