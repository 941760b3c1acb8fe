"""Where an age or a year group stands to the two ages at which the rules change."""

import re
from enum import StrEnum

from bot.dialogs.script import Value

__all__ = ["AgeBand", "band"]

CHILD_ENDS = 18
YOUNG_ENDS = 13
LAST_YEAR_UNDER_13 = 7
YEAR_OF_13 = 8
YEAR_OF_18 = 13


class AgeBand(StrEnum):
    """Where an age stands to the two ages at which the rules change."""

    UNDER_13 = "under_13"
    MAY_BE_UNDER_13 = "may_be_under_13"
    BETWEEN = "between"
    MAY_BE_18 = "may_be_18"
    ADULT = "adult"
    UNKNOWN = "unknown"


def band(value: Value | None) -> AgeBand | None:
    """Return the band of an age, a year group (`year 8`) or "not known"; None if not answered.

    Year 7 and below is under 13; Year 8 may be; Year 13 may be 18.
    """
    if value is None:
        return None
    if isinstance(value, int):
        return _band_of_age(value)
    year = re.fullmatch(r"year (\d{1,2})", value) if isinstance(value, str) else None
    return _band_of_year(int(year[1])) if year is not None else AgeBand.UNKNOWN


def _band_of_age(age: int) -> AgeBand:
    if age < YOUNG_ENDS:
        return AgeBand.UNDER_13
    return AgeBand.BETWEEN if age < CHILD_ENDS else AgeBand.ADULT


def _band_of_year(year: int) -> AgeBand:
    if year <= LAST_YEAR_UNDER_13:
        return AgeBand.UNDER_13
    if year == YEAR_OF_13:
        return AgeBand.MAY_BE_UNDER_13
    return AgeBand.MAY_BE_18 if year >= YEAR_OF_18 else AgeBand.BETWEEN
