"""Working days (工作日), public holidays and make-up workdays included.

Source: the `chinesecalendar` library, which follows the State Council's yearly notice; for years it does
not know yet, Monday to Friday.
"""

from __future__ import annotations

from datetime import date, timedelta


def is_workday(day: date) -> bool:
    """Whether offices work on `day`."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def after_workdays(day: date, days: int) -> date:
    """The last day of a term of `days` working days that begins on the day after `day`."""
    while days > 0:
        day += timedelta(days=1)
        days -= is_workday(day)
    return day
