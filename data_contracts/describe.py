"""docs/extracts.md from the contracts themselves: `python -m data_contracts.describe > docs/extracts.md`."""

from data_contracts.contract import Column, Contract
from data_contracts.reading import load_contracts

_HEAD = """\
# What departments deliver

```
INBOX/<dataset>/<YYYY-MM-DD>/<any name>.parquet | .csv | .xlsx      one batch: one dated folder, one or more files
INBOX/<dataset>/<YYYY-MM-DD>/_manifest.json                         optional: {"files": {"a.parquet": {"rows": 120, "sha256": "…"}}}
```

- CSV is UTF-8 (with or without BOM) or GB18030; an xlsx has its header in row 1 of its one sheet.
- A `snapshot` dataset is whole each time: the newest batch on or before the as-of date is the truth. Of an `append` dataset all batches
  count, and the newest version of a primary key wins. A date delivered again replaces its earlier delivery.
- A batch is refused whole, and the last good one stays in force, when a file cannot be read, a required column is missing, or the manifest
  does not match in rows or SHA-256. Columns that are not listed here are kept in the landing area and reported.
- A row is quarantined, with its reasons, when it cannot be used: no primary key, an unreadable value or unknown code in a required
  column, neither name nor usable number, a second row with its primary key. In an optional column such a value becomes empty and is counted.
  Rules that rest on an optional column wait while a batch lacks it, or has it empty throughout, although the one before did not.
  A bad identity number never quarantines a row, nor does an area code.
- Dates: 2025-06-05, 20250605, 2025.6.5, 2025年6月5日. Months: 202506, 2025-06, 2025年6月. Amounts are yuan, with or without separators, ¥ or 元.
- Every dataset with the identity block also has `id_type`, `id_number`, `name` (required), `sex`, `birth_date`, `phone`, `county_code`.
- Each column may be headed by its name or by any of its Chinese titles below.

(Made from `data_contracts/contracts/*.yaml`: `python -m data_contracts.describe > docs/extracts.md`.)
"""


def describe() -> str:
    """The page as Markdown: each dataset with its columns, types, codes and the headers it may have."""
    contracts = sorted(load_contracts().values(), key=lambda contract: contract.number)
    lines = [_HEAD]
    for contract in contracts:
        lines += _dataset(contract)
    return "\n".join(lines)


def _dataset(contract: Contract) -> list[str]:
    key = ", ".join(f"`{name}`" for name in contract.primary_key)
    block = "with the identity block" if contract.has_identity else "without the identity block"
    lines = [
        f"## {contract.name} {contract.title}\n",
        f"Department `{contract.department}`, {contract.mode}, {block}; primary key {key}; expected at least every {contract.max_age_days} days.\n",
        "| column | type | | may be headed |\n|---|---|---|---|",
    ]
    identity = (
        {"id_type", "id_number", "name", "sex", "birth_date", "phone", "county_code"}
        if contract.has_identity
        else set()
    )
    lines += [_column(column) for column in contract.columns if column.name not in identity]
    return [*lines, ""]


def _column(column: Column) -> str:
    required = "required" if column.required else ""
    codes = ", ".join(f"`{code}`" for code in column.codes)
    about = "; ".join(part for part in (column.title, required, codes) if part)
    return f"| `{column.name}` | {column.type} | {about} | {'、'.join(column.aliases)} |"


if __name__ == "__main__":
    print(describe(), end="")
