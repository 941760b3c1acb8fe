"""What may stand in `handrail.toml` about the rota, and what each wrong value is told."""

import re
from datetime import date, datetime, time
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from bot.rota.days import DayKind
from bot.rota.model import OWN
from bot.settings.base import DAYS, PHONE, Id, Table, Words, nearest

__all__ = ["EVERY", "AwayTable", "CoverTable", "LineTable"]

EVERY = {"day": 1, "week": 7, "fortnight": 14}
KINDS = tuple(kind.value for kind in DayKind)
HOURS = re.compile(r"(\d{2}):(\d{2})-(\d{2}):(\d{2})")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:00)?")


def _hours(text: object) -> tuple[time, time]:
    found = HOURS.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError(f'{text!r} is not a span of hours; write it as in "15:30-08:30"')
    try:
        return time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    except ValueError as wrong:
        raise ValueError(f"{text!r}: a day has the hours 00:00 to 23:59") from wrong


def _moment(value: object) -> datetime | date:
    if isinstance(value, str) and MOMENT.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError as wrong:
            raise ValueError(f"{value!r} is on no calendar; mend the date or the time") from wrong
    if isinstance(value, datetime) and value.tzinfo is not None:
        raise ValueError(f"{value} has an offset; write the school's own time without one")
    if isinstance(value, date):
        return value
    raise ValueError(f'{value!r} is no moment; write "2026-12-24 15:30", or a whole day 2026-12-24')


def _known(word: str, known: tuple[str, ...]) -> str:
    if word not in known:
        raise ValueError(f"{word!r} is not known here; {nearest(word, known)}")
    return word


def _rings(text: str) -> str:
    if text and text != OWN and PHONE.fullmatch(text) is None:
        cure = f'write digits, or "{OWN}" for the number of whoever has it'
        raise ValueError(f"{text!r} is no number to ring; {cure}")
    return text


Hours = Annotated[tuple[time, time], BeforeValidator(_hours)]
Moment = Annotated[datetime | date, BeforeValidator(_moment)]
Day = Annotated[str, AfterValidator(lambda text: _known(text, DAYS))]
Kind = Annotated[str, AfterValidator(lambda text: _known(text, KINDS))]
Every = Annotated[str, AfterValidator(lambda text: _known(text, tuple(EVERY)))]
Rings = Annotated[str, AfterValidator(_rings)]
Group = Annotated[list[Id], Field(min_length=1)]


class LineTable(Table):
    """A duty that comes again. Lines higher up in the file come first; lower ones stand in."""

    name: Words = Field(examples=['"School hours"'])
    hours: Hours = Field(examples=['"08:30-15:30"'])
    days: list[Day] = Field(list(DAYS), min_length=1, examples=['["monday", "friday"]'])
    on: list[Kind] = Field(list(KINDS), min_length=1, examples=['["school", "inset"]'])
    who: list[Id] = Field([], examples=['["dsl"]'])
    turns: list[Group] = Field([], examples=['[["deputy"], ["deputy-2"]]'])
    every: Every = Field("week", examples=['"week"'])
    first: date | None = Field(None, examples=["2026-09-07"])
    since: date | None = Field(None, examples=["2026-09-01"])
    until: date | None = Field(None, examples=["2027-07-21"])
    number: Rings = Field("", examples=['"07700 900200"', '"own"'])

    @model_validator(mode="after")
    def _somebody(self) -> "LineTable":
        if bool(self.who) is bool(self.turns):
            raise ValueError(
                'says not who: write who = ["dsl"] or turns = [["a"], ["b"]]; not both'
            )
        if len(self.turns) > 1 and self.first is None:
            raise ValueError("says not when the first turn begins; write first = 2026-09-07")
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"until {self.until} is before since {self.since}; swap the two")
        return self


class _SpanTable(Table):
    """A time, written in the school's own time or as whole days, both ends included."""

    who: Id = Field(examples=['"deputy"'])
    starts: Moment = Field(examples=['"2026-12-24 15:30"'])
    ends: Moment = Field(examples=['"2026-12-27 08:30"'])


class CoverTable(_SpanTable):
    """`who` has it for once: above all lines, or in the place of `instead_of`."""

    instead_of: str = Field("", examples=['"dsl"'])

    @model_validator(mode="after")
    def _two_people(self) -> "CoverTable":
        if self.instead_of == self.who:
            raise ValueError(f"{self.who!r} stands in for {self.who!r}; name two people")
        return self


class AwayTable(_SpanTable):
    """`who` cannot have it."""
