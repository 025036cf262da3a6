"""Why a batch was refused, in Chinese, as landing says it in English.

In: the sentence of landing, which begins with the file.  Out: the same in Chinese, with the same file, line and figures.
"""

from __future__ import annotations

import re

_FILE = r"(?P<file>.+?): (?:line (?P<line>\d+): )?"
_REFUSALS = {
    r"(\d+) files; expected at most (\d+) in one batch": "本批有 {0} 个文件，每批最多 {1} 个",
    r"the folder holds no \.parquet, \.csv or \.xlsx file": "文件夹内没有 .parquet、.csv 或 .xlsx 文件",
    r"the manifest lists no file and none was delivered; .*": "清单为空且没有文件；请报送数据，无数据则不要建文件夹",
    _FILE + r"a form that is not read; expected .*": "不支持的文件格式；应为 .parquet、.csv 或 .xlsx",
    _FILE + r"is empty \(0 bytes\); .*": "空文件（0 字节）；请重新报送",
    _FILE + r"(\d+) rows; expected at least (\d+); .*": "仅 {0} 行，至少应有 {1} 行；请重新报送本批",
    _FILE + r"changed while it was read; .*": "读取期间文件发生变化，尚未传完",
    _FILE + r"its first line holds no header that is known; .*, for example (.+)":
        "首行没有可识别的列名；首行应为列名（如 {0}），不是数据",
    _FILE + r"required column (\w+) is missing; expected a header such as (.+)": "缺少必填列 {0}；列名可为 {1}",
    _FILE + r"columns (.+) and (.+) both mean (.+); .*": "列 {0} 与 {1} 都表示 {2}；只报送其中一列",
    _FILE + r"its first line is blank; .*": "首行为空；首行应为列名",
    _FILE + r"the header cannot be read as CSV": "列名行不是有效的 CSV",
    _FILE + r"(\d+) fields where the header has (\d+); .*": "有 {0} 个字段，而列名有 {1} 个；含逗号的字段请加引号",
    _FILE + r"a quote that is opened and not closed, .*": "引号未闭合，或引号后还有文字",
    _FILE + r"a line longer than 2 MB; .*": "一行超过 2 MB，可能是引号未闭合",
    _FILE + r"not readable as CSV: .*": "不是有效的 CSV（换行符混用或引号有误）；请重新导出",
    _FILE + r"named \.csv, but its content is .*": "扩展名为 .csv，内容却是 Excel、zip 或 Parquet；请按实际格式命名",
    _FILE + r"not a text file .*": "不是文本文件（含 NUL 字节）；应为 UTF-8 或 GB18030 的 CSV",
    _FILE + r"an odd number of quotes: .*": "引号个数为奇数，有引号未闭合；文件可能被截断",
    _FILE + r"UTF-8 text damaged at byte (\d+); .*": "UTF-8 文本在第 {0} 字节处损坏；请重新报送",
    _FILE + r"neither UTF-8 nor (\S+); .*": "既不是 UTF-8 也不是 {0}；请按 UTF-8 导出",
    _FILE + r"reads like Big5, .*": "似为 Big5 编码；请按 UTF-8 导出",
    _FILE + r"protected by a password or an old \.xls; .*": "有密码保护，或是旧版 .xls；请另存为普通 .xlsx",
    _FILE + r"cannot be read as xlsx .*": "不能按 xlsx 读取（损坏或其他格式）；请重新另存为 .xlsx",
    _FILE + r"sheet (.+) holds rows too; .*": "工作表 {0} 也有数据；每个文件只报送一张表",
    _FILE + r"its first sheet is empty; .*": "第一张工作表为空；第 1 行应为列名",
    _FILE + r"an encrypted Parquet file; .*": "Parquet 文件已加密；请通过约定渠道报送未加密的文件",
    _FILE + r"not a Parquet file .*": "不是 Parquet 文件；请重新导出",
    _FILE + r"a truncated Parquet file .*": "Parquet 文件不完整（缺少文件尾）；请重新完整报送",
    _FILE + r"a damaged Parquet file .*": "Parquet 文件损坏，或文字不是 UTF-8；请重新报送",
    _FILE + r"cannot be understood; expected .*": "清单无法识别；应为 {{\"files\": {{\"a.parquet\": {{\"rows\": 120, \"sha256\": \"…\"}}}}}}",
    _FILE + r"(.+): rows must be a whole number and sha256 a text": "{0} 的 rows 应为整数，sha256 应为文本",
    _FILE + r"listed in the manifest but not delivered; .*": "清单中有此文件但未送达；请重新完整报送本批",
    _FILE + r"delivered but not listed in the manifest; .*": "已送达但清单中没有此文件；请连同清单重新报送本批",
    _FILE + r"its SHA-256 is (\S+) where the manifest says (\S+); .*":
        "SHA-256 为 {0}，清单为 {1}；文件损坏或不完整，请重新报送",
    _FILE + r"holds (\d+) rows where the manifest says (\d+); .*": "有 {0} 行，清单为 {1} 行；请重新报送",
}  # fmt: skip


def refusal(text: str) -> str | None:
    """The sentence in Chinese; None where it is no refusal that landing gives."""
    for pattern, words in _REFUSALS.items():
        if found := re.fullmatch(pattern, text, re.DOTALL):
            named = found.groupdict()
            facts = [
                value for at, value in enumerate(found.groups(), 1) if at not in found.re.groupindex.values()
            ]
            place = f"{named['file']}：" if named.get("file") else ""
            place += f"第 {named['line']} 行：" if named.get("line") else ""
            return place + words.format(*facts)
    return None
