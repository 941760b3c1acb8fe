"""The trigger codes that an answer can raise, and the level that a set of them gives."""

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from functools import cache

__all__ = [
    "RED_FLAGS",
    "REFER",
    "REFER_AT_ONCE",
    "Flag",
    "Level",
    "level_of",
    "public_flags",
]


class Flag(StrEnum):
    """A trigger code. An answer raises it; nothing but a named DSL's acceptance takes it down."""

    E999 = "E999"
    R_IMM = "R-IMM"
    R_REC = "R-REC"  # "R-IMM recommended": shows as R-IMM; a DSL may pass it with a reason
    URG = "URG"
    ADV = "ADV"
    PRES = "PRES"
    SO = "SO"
    REC = "REC"
    RED_NK = "RED-NK"  # "not known" on a red question: URGENT, but red for rates and repeats


class Level(IntEnum):
    """How urgent a case is. The highest flag that is up decides."""

    RECORD = 0
    URGENT = 1
    IMMEDIATE = 2
    EMERGENCY = 3


LEVELS: dict[Flag, Level] = {
    Flag.E999: Level.EMERGENCY,
    Flag.R_IMM: Level.IMMEDIATE,
    Flag.R_REC: Level.IMMEDIATE,
    Flag.URG: Level.URGENT,
    Flag.ADV: Level.URGENT,
    Flag.RED_NK: Level.URGENT,
}

RED_FLAGS = frozenset({Flag.E999, Flag.R_IMM, Flag.R_REC, Flag.RED_NK})
"""Red, for rates, repeats and quiet hours: EMERGENCY, IMMEDIATE, a red "not known"."""

REFER_AT_ONCE = frozenset({Flag.E999, Flag.R_IMM})
"""What calls for a referral at once: no DSL may pass it before an agency was rung (`rulings` 3)."""

REFER = REFER_AT_ONCE | {Flag.R_REC}
"""What calls for a referral. One that is only recommended may be passed, with a reason."""


@cache  # of few sets, and asked ten times a turn
def level_of(flags: frozenset[Flag]) -> Level:
    """Return the highest level that any of `flags` gives; RECORD when none gives one."""
    return max((LEVELS.get(flag, Level.RECORD) for flag in flags), default=Level.RECORD)


def public_flags(flags: Iterable[Flag]) -> list[str]:
    """Return the codes as people read them: "recommended" is R-IMM, the red mark is left out."""
    shown = {Flag.R_IMM if flag is Flag.R_REC else flag for flag in flags}
    return sorted(str(flag) for flag in shown - {Flag.RED_NK})
