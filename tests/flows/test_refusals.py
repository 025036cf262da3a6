"""Every refusal that landing gives has its Chinese in the report."""

import ast
from pathlib import Path

import pytest

import transforms.landing
from warehouse.report.refusals import refusal

LANDING = Path(transforms.landing.__file__).parent


def sentences() -> list[str]:
    """What landing may say, with `7` in place of what it fills in."""
    found = []
    for file in sorted(LANDING.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Unreadable":
                said = node.args[0]
                parts = said.values if isinstance(said, ast.JoinedStr) else [said]
                found.append(
                    "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in parts)
                )
    return found


def test_every_refusal_of_landing_has_a_sentence():
    said = [sentence for sentence in sentences() if sentence not in ("7: 77", "7")]
    assert len(said) > 25
    assert [sentence for sentence in said if refusal(sentence) is None] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "wj_20261119.parquet: its SHA-256 is 15d3e703eb19… where the manifest says 6f794bf58d46…; the file is damaged or "
            "incomplete: deliver it again",
            "wj_20261119.parquet：SHA-256 为 15d3e703eb19…，清单为 6f794bf58d46…；文件损坏或不完整，请重新报送",
        ),
        (
            "a.csv: line 12: 9 fields where the header has 8; quote fields that hold a comma",
            "a.csv：第 12 行：有 9 个字段，而列名有 8 个；含逗号的字段请加引号",
        ),
        (
            "a.csv: required column name is missing; expected a header such as 姓名, name",
            "a.csv：缺少必填列 name；列名可为 姓名, name",
        ),
        (
            "a.csv: not readable as CSV: line ends are mixed (CRLF and LF) or quotes broken; export it again",
            "a.csv：不是有效的 CSV（换行符混用或引号有误）；请重新导出",
        ),
        (
            "_manifest.json: a.csv: rows must be a whole number and sha256 a text",
            "_manifest.json：a.csv 的 rows 应为整数，sha256 应为文本",
        ),
        ("cl_card is absent", None),
    ],
)
def test_file_line_and_figures_stay(text: str, said: str | None):
    assert refusal(text) == said
