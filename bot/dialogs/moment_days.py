"""Which day is meant: by name, by date with or without a year. And why a text is no moment."""

# Rule 1: weeks start on Monday. "Next Friday", said on a Wednesday, is read both ways: it is vague.
# Rule 2: a date without a year is the near one, if one is near: a slip of a day is not a year.

from datetime import date, timedelta
from enum import StrEnum

from bot.dialogs.moment_words import MONTHS, WEEKDAYS, Found

__all__ = ["Expect", "Unclear", "days_of"]

WEEK = timedelta(days=7)
CLOSE = timedelta(days=31)
NEAR = {"": 0, "today": 0, "this": 0, "yesterday": -1, "tomorrow": 1}


class Expect(StrEnum):
    """On which side of now the moment must lie. Now itself is on both."""

    PAST = "past"
    FUTURE = "future"
    ANY = "any"


class Unclear(StrEnum):
    """Why a text is no moment. What people are told of each is content."""

    NOT_UNDERSTOOD = "not_understood"
    NO_TIME = "no_time"
    NO_SUCH_DAY = "no_such_day"
    NO_SUCH_TIME = "no_such_time"
    VAGUE = "vague"
    IN_THE_PAST = "in_the_past"
    IN_THE_FUTURE = "in_the_future"
    TOO_FAR = "too_far"
    SKIPPED = "skipped"  # an hour that is not there when the clocks go forward


def days_of(found: Found, today: date, expect: Expect) -> tuple[date, ...] | Unclear:
    """Return the days that may be meant, the likeliest first, or why there is none."""
    if found.get("d"):
        return _dated(found, today, expect)
    if found.get("weekday"):
        return _named(found, today, expect)
    return (today + timedelta(days=NEAR[found.get("near", "")]),)


def _named(found: Found, today: date, expect: Expect) -> tuple[date, ...] | Unclear:
    ahead = _weekday(found) - today.weekday()
    there = today + timedelta(days=ahead)  # that day of this week
    choices: dict[str, tuple[date, ...]] = {
        "this": (there,),
        "last": (there - WEEK,) if ahead >= 0 else (),
        "next": (there + WEEK,) if ahead <= 0 else (),
        Expect.PAST: (there, there - WEEK),
        Expect.FUTURE: (there, there + WEEK),
        Expect.ANY: (),
    }
    return choices[found.get("which") or expect] or Unclear.VAGUE


def _dated(found: Found, today: date, expect: Expect) -> tuple[date, ...] | Unclear:
    year = found["y"]
    if year:
        days = _on(found, range(_year(year), _year(year) + 1))
    else:
        days = _on(found, range(today.year - 1, today.year + 2))
        days = [day for day in days if abs(day - today) <= CLOSE] or days
        if len(days) > 1:
            days = _on_side(days, today, expect)
            if not days:
                return Unclear.VAGUE
    weekday = found.get("weekday")
    if not days or (weekday and days[0].weekday() != _weekday(found)):
        return Unclear.NO_SUCH_DAY
    return (days[0],)


def _on_side(days: list[date], today: date, expect: Expect) -> list[date]:
    """Return the day nearest to today on the side that is asked for; none where either may be."""
    if expect is Expect.PAST:
        return [max(day for day in days if day < today)]
    if expect is Expect.FUTURE:
        return [min(day for day in days if day > today)]
    return []


def _on(found: Found, years: range) -> list[date]:
    month = found["m"]
    number = int(month) if month.isdigit() else MONTHS.index(month[:3]) + 1
    days = []
    for year in years:
        try:
            days.append(date(year, number, int(found["d"])))
        except ValueError:  # the calendar's own word for it: 31 November, 29 February
            continue
    return days


def _year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)  # noqa: PLR2004


def _weekday(found: Found) -> int:
    return WEEKDAYS.index(found["weekday"][:3])
