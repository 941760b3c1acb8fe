"""A pack: what a local authority or an institution adds to the national base, as data."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal

from pydantic import Field

from bot.frozen import Frozen

__all__ = ["FIXED", "STALE", "Contact", "ContactRole", "Pack", "Under13Rule", "Window", "is_stale"]

STALE = timedelta(days=182)
"""A number that was rung half a year ago is worth ringing again. Ours: no source sets a time."""


class ContactRole(StrEnum):
    """What a contact is rung for."""

    EMERGENCY = "emergency"
    POLICE = "police"
    FRONT_DOOR = "front_door"
    EMERGENCY_DUTY = "emergency_duty"
    LADO = "lado"
    EDUCATION_LINE = "education_line"
    HELPLINE = "helpline"


class Under13Rule(StrEnum):
    """What an under-13 picture without sexual acts raises (conflict 2)."""

    UKCIS = "ukcis"
    NORTH_SOMERSET = "north_somerset"


class Window(Frozen):
    """Opening hours on some weekdays (0 is Monday), local time. `closes` 00:00 means midnight.

    A window whose `closes` is not after `opens` runs into the next day.
    """

    days: tuple[int, ...]
    opens: time
    closes: time


class Contact(Frozen):
    """A number to ring, when it answers, and where and when it was seen.

    No `windows` means every minute. `bank_holidays` says whether it is open on them (True),
    closed (False). `last_verified` is set by the school; until then a card says to check it.
    """

    id: str
    name: str
    role: ContactRole
    number: str
    windows: tuple[Window, ...] = ()
    bank_holidays: bool = True
    source: str
    seen: date
    last_verified: date | None = None
    note: str = ""

    @property
    def edges(self) -> frozenset[time]:
        """The times of day at which it may open or close; midnight starts a bank holiday."""
        ends = (at for window in self.windows for at in (window.opens, window.closes))
        return frozenset((time(0, 0), *ends))

    def is_open(self, local: datetime, *, bank_holiday: bool) -> bool:
        """Return whether it answers at `local` (Europe/London), on a bank holiday or not.

        A window that runs into the next day belongs to the day on which it opens.
        """
        if not self.windows:
            return True
        if bank_holiday:
            return self.bank_holidays
        at = local.time()
        day, before = local.weekday(), (local.weekday() - 1) % 7
        for window in self.windows:
            overnight = window.closes <= window.opens
            if day in window.days and at >= window.opens and (overnight or at < window.closes):
                return True
            if overnight and before in window.days and at < window.closes:
                return True
        return False


FIXED = frozenset({ContactRole.EMERGENCY, ContactRole.POLICE})
"""999 and 101 do not move: nobody has to ring them to see."""


def is_stale(contact: Contact, today: date) -> bool:
    """Return whether a number has to be checked: never rung by the school, or long ago."""
    if contact.role in FIXED:
        return False
    return contact.last_verified is None or today - contact.last_verified > STALE


class Pack(Frozen):
    """One authority's or institution's rules, contacts and words, over the national base.

    `no_lado_line` and `no_on_call_line` say what to do where the pack has no such contact.
    `written_referral` is the hours within which a referral must follow in writing; None is "none".
    `who_may_decide_deletion` says it in words, `decide_deletion` in roles: only they may choose
    what a child is asked to do (conflict 11). `roles` gives this institution's own name for each
    role (`dsl` -> "Duty Officer").
    """

    id: str
    name: str
    nation: str = "england"
    extends: str = ""
    source: str
    edition: str
    contacts: tuple[Contact, ...]
    no_lado_line: str = ""
    no_on_call_line: str = ""
    under_13: Under13Rule = Under13Rule.UKCIS
    written_referral: int | None = None
    call_101_first: bool = False
    refer_to_both: bool = False
    who_may_decide_deletion: str = ""
    decide_deletion: tuple[Literal["dsl", "deputy", "head"], ...] = ("dsl", "deputy", "head")
    roles: dict[str, str] = Field(default_factory=dict)
    words: dict[str, str] = Field(default_factory=dict)

    def of_role(self, role: ContactRole) -> tuple[Contact, ...]:
        """Return the contacts rung for `role`, in the order in which the pack lists them."""
        return tuple(contact for contact in self.contacts if contact.role is role)

    def to_ring(self, local: datetime, *, bank_holiday: bool) -> tuple[Contact, ...]:
        """Return the council's and police numbers to ring at `local` (Europe/London).

        The front door while it is open; else the emergency duty team, also in the gaps where
        the sources disagree about hours. 101 is always last.
        """
        police = self.of_role(ContactRole.POLICE)
        duty = self.of_role(ContactRole.EMERGENCY_DUTY)
        for lines in (self.of_role(ContactRole.FRONT_DOOR), duty):
            answering = tuple(
                line for line in lines if line.is_open(local, bank_holiday=bank_holiday)
            )
            if answering:
                return answering + police
        return duty + police
