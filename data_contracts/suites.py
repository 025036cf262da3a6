"""The Great Expectations suite of a contract, for the accepted table that the checker makes from it.

In: a :class:`Contract` and how many rows the batch before had.  Out: a list of expectations, each with a title in
its notes: structure, keys, codes and volume are critical, the plausibility of values a warning.  Conditions over
rows select ``row_key`` only, so that no result and no page carries an identity.
"""

from datetime import date
from math import isqrt
from typing import Any

from data_contracts.contract import Column, Contract, names_of_type

KEY_COLUMNS = ("row_key", "batch", "source_file", "source_row")
FIRST_DAY = date(1900, 1, 1)
# Events may be entered ahead (benefits that start next month), births may not.
DAYS_AHEAD = 31
# Great Expectations has no regular expressions for DuckDB: such promises are conditions over rows.
# It fills in a query's braces itself, so they hold none of their own.
TERM = r"NOT regexp_full_match({}, '\d\d\d\d-\d\d\d\d-[12]')"


def expectations(contract: Contract, previous_rows: int | None) -> list[Any]:
    """Expectations on the accepted rows of ``contract``, of one batch or of several.

    ``previous_rows``: rows accepted in the batch before, None when there was none.
    """
    import great_expectations.expectations as gxe

    names = [*KEY_COLUMNS, *(c.name for c in contract.columns)]
    found: list[Any] = [
        gxe.ExpectTableColumnsToMatchOrderedList(column_list=names, notes="列与约定一致"),
        gxe.ExpectTableRowCountToBeBetween(
            min_value=fewest_rows(contract, previous_rows), notes="行数不低于下限"
        ),
        gxe.ExpectColumnValuesToBeUnique(column="row_key", notes="行号唯一"),
    ]
    keys = [*contract.primary_key, "batch"]
    found.append(gxe.ExpectCompoundColumnsToBeUnique(column_list=keys, notes="同一批次内主键唯一"))
    for column in contract.columns:
        found += _of_column(column)
    for check in contract.checks:
        found.append(_no_rows(check.bad_rows, check.title))
    return found


def fewest_rows(contract: Contract, previous_rows: int | None) -> int:
    """The volume bound: the contract's minimum, and for a snapshot not ``fall_percent`` below the batch
    before, nor more than chance (two standard deviations of a count).
    """
    if previous_rows is None or contract.append:
        return contract.min_rows
    fall = max(previous_rows * contract.fall_percent // 100, 2 * isqrt(previous_rows))
    return max(contract.min_rows, previous_rows - fall)


def _of_column(column: Column) -> list[Any]:
    import great_expectations.expectations as gxe

    found: list[Any] = []
    if column.required and column.type != "area" and not (column.as_delivered and column.name == "name"):
        found.append(gxe.ExpectColumnValuesToNotBeNull(column=column.name, notes=f"{column.title}必填"))
    allowed = {"code": list(column.codes), "sex": ["M", "F"], "yes_no": ["Y", "N"]}.get(column.type)
    if allowed:
        found.append(
            gxe.ExpectColumnValuesToBeInSet(
                column=column.name, value_set=allowed, notes=f"{column.title}代码"
            )
        )
    if column.required and names_of_type([column], "date", "month"):
        condition = f"{column.name} NOT BETWEEN DATE '{FIRST_DAY}' AND batch + {DAYS_AHEAD}"
        found.append(_no_rows(condition, f"{column.title}在合理范围内"))
    if column.name == "birth_date":
        condition = f"birth_date NOT BETWEEN DATE '{FIRST_DAY}' AND batch"
        found.append(_no_rows(condition, "出生日期不晚于批次日期"))
    if column.type in ("amount", "integer") and (column.minimum is not None or column.maximum is not None):
        found.append(
            gxe.ExpectColumnValuesToBeBetween(
                column=column.name,
                min_value=column.minimum,
                max_value=column.maximum,
                notes=f"{column.title}范围",
            )
        )
    if column.type == "term":
        found.append(_no_rows(TERM.format(column.name), f"{column.title}格式"))
    return found


def _no_rows(condition: str, title: str) -> Any:
    """No row meets ``condition`` (an SQL condition over the accepted columns); single rows that do are dirt to be
    told of, not a broken delivery.
    """
    import great_expectations.expectations as gxe

    return gxe.UnexpectedRowsExpectation(
        severity="warning",
        unexpected_rows_query=f"SELECT row_key FROM {{batch}} WHERE {condition}",
        description=title,
        notes=title,
    )
