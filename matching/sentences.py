"""Evidence in sentences: rules, reasons, comparison levels and attribute names, in Chinese or English.

In: codes and evidence (JSON: a list of comparison, level, bits) of the engine's files, and the model they
were made with.
Out: texts, and `Step`s whose bits run up to the total. Masking of names and numbers for the eyes of others is
here too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matching.errors import MatchingError
from matching.model import Model

LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Step:
    """One comparison's part in the weight: `bits` of its own, `running` up to and with it."""

    comparison: str
    level: str
    sentence: str
    bits: float
    running: float


@cache
def _texts() -> dict[str, dict[str, dict[str, str]]]:
    import yaml

    loaded: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(
        (Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8")
    )
    return loaded


def text(kind: str, code: str, language: str) -> str:
    """The sentence of a code (`kind`: rules, reasons, records); the code itself where none is written."""
    if language not in LANGUAGES:
        raise MatchingError(f"language '{language}': expected one of {', '.join(LANGUAGES)}")
    return _texts()[kind].get(code, {}).get(language, code)


def waterfall(evidence: str | None, score: float | None, model: Model, language: str) -> list[Step]:
    """The comparisons of a pair, strongest first, adding up to `score`.

    What the comparisons do not give is the prior: how likely two records picked at random are one person. It
    comes first, as a step of its own. With `score` None the comparisons alone are added up.
    """
    parts = sorted(json.loads(evidence or "[]"), key=lambda part: (-abs(part["bits"]), part["comparison"]))
    found, running = [], 0.0
    if score is not None:
        running = score - sum(part["bits"] for part in parts)
        sentence = text("records", "prior", language)
        found.append(Step("prior", "", sentence, round(running, 2), round(running, 2)))
    for part in parts:
        running += part["bits"]
        sentence = level_sentence(part["comparison"], part["level"], model, language)
        found.append(Step(part["comparison"], part["level"], sentence, part["bits"], round(running, 2)))
    return found


def level_sentence(comparison: str, level: str, model: Model, language: str) -> str:
    """The model's sentence for a comparison level; `comparison: level` where the model has none."""
    try:
        return str(getattr(model.comparison(comparison).levels[level], language))
    except (KeyError, StopIteration):
        return f"{comparison}: {level}"


def evidence_text(evidence: str | None, model: Model, language: str) -> str:
    """The whole evidence of a pair as one line of sentences."""
    return ("；" if language == "zh" else "; ").join(
        step.sentence for step in waterfall(evidence, None, model, language)
    )


def masked_name(name: str | None) -> str | None:
    """`张*`: the first character, and one star whatever the length."""
    return None if name is None else name[:1] + "*"


def masked_number(number: str | None) -> str | None:
    """`420102********1234`: the first six and last four characters; short numbers keep their first two."""
    if number is None:
        return None
    if len(number) < 15:
        return number[:2] + "*" * (len(number) - 2)
    return number[:6] + "*" * (len(number) - 10) + number[-4:]


def masked_phone(phone: str | None) -> str | None:
    """`139****0001`; short ones keep their last two digits."""
    if phone is None:
        return None
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "*" * max(len(phone) - 2, 0) + phone[-2:]


def masked(record: dict[str, object]) -> dict[str, object]:
    """A record as people who need not know may see it: name, numbers, telephone and day of birth hidden."""
    hidden = dict(record)
    for column, mask in (
        ("name", masked_name),
        ("id_text", masked_number),
        ("id_number", masked_number),
        ("id18", masked_number),
        ("phone", masked_phone),
        ("birth_date", lambda value: f"{value[:7]}-**"),
    ):
        if hidden.get(column) is not None:
            hidden[column] = mask(str(hidden[column]))
    return hidden
