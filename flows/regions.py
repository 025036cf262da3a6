"""Policy regions: those that doudi ships, and those a home adds."""

from __future__ import annotations

from pathlib import Path

from flows.errors import UsageError


def check_region(region: str, home: Path | None = None) -> None:
    """Raise UsageError for a region that neither doudi nor `HOME/policies` has."""
    from signals.policy import shipped_regions

    own = {path.stem for path in (home / "policies").glob("*.yaml")} if home else set()
    known = sorted({*shipped_regions(), *own} - {"national"})
    if region not in known:
        raise UsageError(
            f"there is no policy region {region!r}. Known: {', '.join(known)}; a file HOME/policies/{region}.yaml adds one."
        )
