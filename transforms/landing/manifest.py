"""The optional manifest of a batch: which files belong to it, with how many rows and which SHA-256.

In: ``_manifest.json``.  Out: nothing when the files agree with it; Unreadable (the batch is refused whole)
when not.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from transforms.landing.errors import Unreadable

Listing = Mapping[str, Mapping[str, object]]


def read_manifest(path: Path) -> Listing:
    """File name → {rows, sha256}, each optional.  Raises Unreadable when the manifest itself cannot be
    understood.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
        files = raw["files"]
        listing = {str(name): dict(facts) for name, facts in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(
            f"{path.name}: cannot be understood; expected "
            '{"files": {"a.parquet": {"rows": 120, "sha256": "…"}}}'
        ) from error
    for name, facts in listing.items():
        if not isinstance(facts.get("rows", 0), int) or not isinstance(facts.get("sha256", ""), str):
            raise Unreadable(f"{path.name}: {name}: rows must be a whole number and sha256 a text")
    return listing


def check_names(listing: Listing, names: list[str]) -> None:
    """Every listed file is there and every file there is listed."""
    missing = sorted(set(listing) - set(names))
    if missing:
        raise Unreadable(
            f"{missing[0]}: listed in the manifest but not delivered; deliver the batch again, complete"
        )
    extra = sorted(set(names) - set(listing))
    if extra:
        raise Unreadable(
            f"{extra[0]}: delivered but not listed in the manifest; deliver the batch again with its manifest"
        )
    if not names:
        raise Unreadable(
            "the manifest lists no file and none was delivered; deliver the batch, or no folder for it"
        )


def check_digests(listing: Listing, digests: Mapping[str, str]) -> None:
    """Contents agree with the manifest's SHA-256."""
    for name, facts in sorted(listing.items()):
        expected = str(facts.get("sha256", "")).lower()
        if expected and digests[name] != expected:
            raise Unreadable(
                f"{name}: its SHA-256 is {digests[name][:12]}… where the manifest says {expected[:12]}…; "
                "the file is damaged or incomplete: deliver it again"
            )


def check_rows(listing: Listing, rows: Mapping[str, int]) -> None:
    """Row counts agree with the manifest."""
    for name, facts in sorted(listing.items()):
        if "rows" in facts and rows[name] != facts["rows"]:
            raise Unreadable(
                f"{name}: holds {rows[name]} rows where the manifest says {facts['rows']}; deliver it again"
            )
