"""Pages made from the code say what the code says; the READMEs name what is there."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

import data_contracts.describe
import signals.describe
import warehouse.describe
from flows.cli import app

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("page", "describe"),
    [
        ("warehouse.md", warehouse.describe.describe),
        ("extracts.md", data_contracts.describe.describe),
        ("rules.md", signals.describe.describe),
    ],
)
def test_a_page_made_from_the_code_is_current(page, describe):
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == describe(), (
        f"make it again: python -m … > docs/{page}"
    )


@pytest.mark.parametrize(
    "readme", ["README.md", "README.zh-CN.md", "docs/operations.md", "docs/matching.md", "docs/signals.md"]
)
def test_links_lead_somewhere_and_commands_exist(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert ((ROOT / readme).parent / target).exists(), target
    commands = get_command(app).commands
    code = re.findall(r"```.*?```|`[^`\n]+`", text, re.S)
    for command in re.findall(r"(?:^|`|\* )doudi ([a-z]+)", "\n".join(code), re.M):
        assert command in commands, command


def test_both_readmes_have_the_same_parts():
    english, chinese = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")
    )
    assert english.count("\n## ") == chinese.count("\n## ")
    command = re.compile(r"^doudi [a-z]+ .*?(?=  |$)", re.M)
    assert command.findall(english) == command.findall(chinese) != []
