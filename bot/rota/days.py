"""What kind of day a date is for a school: with pupils, without, or nobody there."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.dialogs.pack import Window
from bot.frozen import Frozen

__all__ = ["DayKind", "SchoolYear", "Term", "kind_of"]


class Term(Frozen):
    """Days on which the school is open, both ends included (school's local dates)."""

    starts: date
    ends: date


class DayKind(StrEnum):
    """The kinds of day that a line of the rota may be for. Each date is exactly one of them."""

    SCHOOL = "school"
    INSET = "inset"
    WEEKEND = "weekend"
    BANK_HOLIDAY = "bank_holiday"
    HOLIDAY = "holiday"


class SchoolYear(Protocol):
    """What has to be known of a school to tell its days apart. Times of day are local."""

    @property
    def hours(self) -> Sequence[Window]:
        """When it is open on each weekday."""
        ...

    @property
    def terms(self) -> Sequence[Term]:
        """Its terms; none means that every week is term."""
        ...

    @property
    def bank_holidays(self) -> AbstractSet[date]:
        """The bank holidays of its nation."""
        ...

    @property
    def inset(self) -> AbstractSet[date]:
        """Days on which staff are trained and no pupil comes (INSET)."""
        ...


def kind_of(year: SchoolYear, day: date) -> DayKind:
    """Return the kind of a local date.

    A bank holiday is one whatever else it might be; a weekday without hours is a weekend in the
    holidays too; an INSET day may lie outside the terms.
    """
    if day in year.bank_holidays:
        return DayKind.BANK_HOLIDAY
    if day in year.inset:
        return DayKind.INSET
    if not any(day.weekday() in window.days for window in year.hours):
        return DayKind.WEEKEND
    if year.terms and not any(term.starts <= day <= term.ends for term in year.terms):
        return DayKind.HOLIDAY
    return DayKind.SCHOOL
