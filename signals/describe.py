"""docs/rules.md from the rule files themselves: `python -m signals.describe > docs/rules.md`."""

from __future__ import annotations

from signals.rules import Rule, load_rules

_HEAD = """\
# The rules

What each rule is for, whom it goes to, what it needs and where it comes from. The file `signals/rules/<CODE>.sql` says the rest.
(Made from those files: `python -m signals.describe > docs/rules.md`.)

| code | title | category | subject | to | severity / days | needs | parameters | legal basis |
|---|---|---|---|---|---|---|---|---|
"""


def describe() -> str:
    """The page as Markdown: a row a rule."""
    return _HEAD + "\n".join(_row(rule) for rule in load_rules()) + "\n"


def _row(rule: Rule) -> str:
    needs = ", ".join([*rule.datasets, *(f"{name} (or another of these)" for name in rule.any_of)]) or "–"
    cells = [
        rule.code,
        f"{rule.title}<br>{rule.title_en}",
        rule.category,
        rule.subject,
        rule.department,
        f"{rule.severity} / {rule.days}",
        needs,
        ", ".join(f"`{name}`" for name in rule.parameters) or "–",
        f"{rule.legal_basis.get('document', '')} {rule.legal_basis.get('clause', '')}".strip(),
    ]
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    print(describe(), end="")
