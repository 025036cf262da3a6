"""SQL made from a contract: how each landed text becomes its type, and what makes a row unusable.

In: a :class:`Contract` and the columns a landed file has.  Out: :class:`Reading` per column, with SQL
expressions over the landed table; :mod:`data_contracts.check` puts them into queries.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data_contracts.contract import Column, Contract
from data_contracts.errors import CheckError

LANDED_KEYS = ("source_file", "file_no", "source_row")
UNDELIVERED = "CAST(NULL AS VARCHAR)"
# The spellings of sexes (those that parse_sex reads) and of yes and no, as code lists: a lookup takes no time to plan.
SPELLINGS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "sex": {"M": ("男", "1", "男性", "male", "1.0", "01"), "F": ("女", "2", "女性", "female", "2.0", "02")},
    "yes_no": {
        "Y": ("是", "1", "yes", "true", "1.0", "t"),
        "N": ("否", "0", "no", "false", "0.0", "f"),
    },
}
# Sexes that say "not known" (GB/T 2261.1: 0 unknown, 9 not stated): NULL, but nothing unreadable.
SEX_NOT_SAID = ("0", "9", "0.0", "9.0", "未说明", "未说明的性别", "未知的性别")
EXPECTED = {
    "date": "a date (expected 1987-06-05, 19870605, 1987.6.5 or 1987年6月5日)",
    "month": "a month (expected 202511, 2025-11 or 2025年11月)",
    "amount": "an amount in yuan (expected 1234.50, 1,234.50 or ¥1234.5)",
    "integer": "a whole number",
    "yes_no": "yes or no (expected Y, N, 是 or 否)",
    "term": "a school term (expected 2025-2026-1)",
}


@dataclass(frozen=True)
class Reading:
    """How one contract column is read: ``raw`` landed text, ``typed`` value for accepted, both SQL over
    the landed table.  ``place`` is the column's in the contract.
    """

    column: Column
    raw: str
    typed: str
    is_key: bool
    place: int

    @property
    def delivered(self) -> bool:
        """Whether the landed table has the column."""
        return self.raw != UNDELIVERED

    @property
    def value(self) -> str:
        """The column of the scratch file (``checking.py``) that holds the typed value."""
        return f"value_{self.place}"

    @property
    def key_value(self) -> str:
        """The one that holds the value by which primary keys are compared."""
        return f"key_{self.place}" if self.column.as_delivered else self.value

    @property
    def says(self) -> str:
        """SQL condition on a delivered text that gave no value: it says something, so it could not be read."""
        said = f"NOT contract_blank({self.raw})"
        if self.column.type == "sex":
            said += f" AND fold_text({self.raw}) NOT IN ({', '.join(map(literal, SEX_NOT_SAID))})"
        return said

    @property
    def can_lose(self) -> bool:
        """Whether reading can fail at all: texts and area codes are taken as they come."""
        return self.column.type not in ("text", "area")

    @property
    def key(self) -> str:
        """The value by which primary keys are compared."""
        return f"fold_text({self.raw})" if self.column.as_delivered else self.typed

    @property
    def unusable(self) -> str | None:
        """SQL condition on the values under which this column alone makes the row unusable; None when it never does."""
        if self.is_key:
            return f"{self.key_value} IS NULL"
        return f"{self.value} IS NULL" if self.column.required and self.can_lose else None

    @property
    def reason(self) -> str:
        """SQL text saying why, with the value masked."""
        name = self.column.name
        missing = literal(f"{name}: is missing" + (" (primary key)" if self.is_key else ""))
        if not self.can_lose:
            return missing
        not_what = literal(f" is not {self.expected}")
        shown = f"{literal(name + ': ')} || contract_shown({self.raw}) || {not_what}"
        return f"CASE WHEN {self.raw} IS NULL OR contract_blank({self.raw}) THEN {missing} ELSE {shown} END"

    @property
    def expected(self) -> str:
        """What should have been there, in words."""
        column = self.column
        if column.type == "code":
            return f"in its code list (expected {', '.join(column.codes)})"
        words = EXPECTED[column.type]
        if column.minimum is not None:
            words += f" from {column.minimum}" + ("" if column.maximum is None else f" to {column.maximum}")
        return words


def readings(contract: Contract, landed: Sequence[str]) -> list[Reading]:
    """How every contract column is read from a landed table with these columns.

    A column landed under an alias (landed before the contract knew it) is found too.  Raises CheckError when
    a required one is not there at all.
    """
    by_name = {contract.header_aliases.get(name, name): name for name in reversed(landed)}
    by_name.update({name: name for name in landed})
    found = []
    for place, column in enumerate(contract.columns):
        if column.name not in by_name and column.required:
            raise CheckError(
                f"{contract.name}: required column {column.name} is not in the landed batch (it came "
                "under another contract): add its header to the contract's aliases, or deliver it again"
            )
        raw = f"l.{quoted(by_name[column.name])}" if column.name in by_name else UNDELIVERED
        found.append(Reading(column, raw, typed(column, raw), column.name in contract.primary_key, place))
    return found


def typed(column: Column, raw: str) -> str:
    """SQL that reads ``raw`` text as the column's type; NULL when it cannot."""
    if column.as_delivered:
        return raw
    if column.type == "code":
        return _coded(column.codes, raw)
    if column.type in SPELLINGS:
        return _coded(SPELLINGS[column.type], raw)
    macro = {
        "text": "fold_text",
        "area": "fold_text",
        "date": "parse_date",
        "month": "parse_month",
        "amount": "parse_amount",
        "integer": "parse_int",
        "term": "contract_term",
    }[column.type]
    # Folding ¥ to ASCII costs the macro fifty times what reading the amount does.
    value = f"{macro}(ltrim({raw}, '¥￥'))" if column.type == "amount" else f"{macro}({raw})"
    bounds = [f"{value} >= {column.minimum}"] if column.minimum is not None else []
    bounds += [f"{value} <= {column.maximum}"] if column.maximum is not None else []
    return f"CASE WHEN {' AND '.join(bounds)} THEN {value} END" if bounds else value


def _coded(codes: Mapping[str, Sequence[str]], raw: str) -> str:
    """Codes as they are; else any spelling of one, in any case and width, and ``110.0`` as spreadsheets
    write ``110``.
    """
    meaning = {}
    for code, spellings in codes.items():
        for text in (code, *spellings, *([f"{code}.0"] if code.isdigit() else [])):
            meaning[text.lower()] = code
    exact = ", ".join(map(literal, codes))
    entries = ", ".join(f"{literal(text)}: {literal(code)}" for text, code in sorted(meaning.items()))
    return f"CASE WHEN {raw} IN ({exact}) THEN {raw} ELSE (MAP {{{entries}}})[lower(fold_text({raw}))] END"


def nobody(contract: Contract, columns: Mapping[str, Reading]) -> str | None:
    """SQL condition: the row carries neither a name nor a usable number.  None where rows need not name a
    person.
    """
    if not contract.has_identity:
        return None
    numbers = [columns["id_number"].raw]
    numbers += [r.raw for r in columns.values() if r.column.name in ("card_no", "student_no")]
    usable = " OR ".join(f"contract_number({raw})" for raw in numbers)
    return f"(contract_blank({columns['name'].raw}) AND NOT ({usable}))"


def identity_number(contract: Contract, columns: Mapping[str, Reading]) -> Reading | None:
    """The column whose blanks are counted as blank identity numbers (D02); None when no role carries a
    number.
    """
    for role in ("self", "head", "lead"):
        if role in contract.roles:
            return columns[contract.roles[role]["id_number"]]
    return None


def quoted(identifier: str) -> str:
    """An SQL identifier in double quotes."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL text literal."""
    return "'" + text.replace("'", "''") + "'"
