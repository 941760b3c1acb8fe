"""What may stand in `handrail.toml`, key by key, and what each wrong value is told."""

# Rule 1: every field has an example, so that what is missing can be shown and not only named.
# Rule 2: a message says what is wrong and the cure, in one line that needs no manual.

import re
from datetime import date, time
from difflib import get_close_matches
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.dialogs.load import pack_ids
from bot.fsm.school import Role, Way
from bot.settings_ways import Email, MailTable, PhoneTable, WatchTable

__all__ = ["DAYS", "File", "HoursTable", "PersonTable", "SchoolTable", "TermTable", "nearest"]

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PLATFORMS = ("playground", "slack", "teams")
BASE_PACKS = frozenset({"national"})
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
PHONE = re.compile(r"\+?[0-9][0-9 ]{2,18}")
SPAN = re.compile(r"(\d{2}):(\d{2})-(\d{2}):(\d{2})")


def nearest(word: str, known: tuple[str, ...]) -> str:
    """Return the cure for a word that is not known: the nearest known one, else all of them."""
    close = get_close_matches(word, known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"choose from: {', '.join(known)}"


def _id(text: str) -> str:
    if ID.fullmatch(text) is None:
        raise ValueError(
            f"{text!r} is not an id; use small letters, digits and hyphens, 41 at most"
        )
    return text


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty; write what people call it")
    return text.strip()


def _phone(text: str) -> str:
    if text and PHONE.fullmatch(text) is None:
        raise ValueError(f'{text!r} is not a phone number; write digits, as in "01632 960100"')
    return text


def _pack(text: str) -> str:
    known = tuple(name for name in pack_ids() if name not in BASE_PACKS)
    if text not in known:
        raise ValueError(f"there is no pack {text!r}; packs: {', '.join(known)}")
    return text


def _role(text: object) -> Role:
    known = tuple(role.value for role in Role)
    if not isinstance(text, str) or text not in known:
        raise ValueError(f"{text!r} is not a role; {nearest(str(text), known)}")
    return Role(text)


def _span(text: object) -> tuple[time, time]:
    found = SPAN.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError(f'{text!r} is not a span of hours; write it as in "08:30-15:30"')
    try:
        opens, closes = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    except ValueError as wrong:
        raise ValueError(f"{text!r}: a day has the hours 00:00 to 23:59") from wrong
    if closes <= opens:
        raise ValueError(f"{text!r} closes before it opens; write the opening time first")
    return opens, closes


Id = Annotated[str, AfterValidator(_id)]
Words = Annotated[str, AfterValidator(_words)]
Phone = Annotated[str, AfterValidator(_phone)]
RoleName = Annotated[Role, BeforeValidator(_role)]
Span = Annotated[tuple[time, time], BeforeValidator(_span)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class HoursTable(_Table):
    """When the school is open on each weekday; a day that is left out is closed. Local times."""

    monday: Span | None = Field(None, examples=['"08:30-15:30"'])
    tuesday: Span | None = Field(None, examples=['"08:30-15:30"'])
    wednesday: Span | None = Field(None, examples=['"08:30-15:30"'])
    thursday: Span | None = Field(None, examples=['"08:30-15:30"'])
    friday: Span | None = Field(None, examples=['"08:30-15:30"'])
    saturday: Span | None = Field(None, examples=['"09:00-12:00"'])
    sunday: Span | None = Field(None, examples=['"09:00-12:00"'])

    @model_validator(mode="after")
    def _some_day(self) -> "HoursTable":
        if all(getattr(self, day) is None for day in DAYS):
            raise ValueError('no day has hours; write at least one, as in monday = "08:30-15:30"')
        return self


class TermTable(_Table):
    """Days on which the school is open, both ends included. A half-term parts two of them."""

    starts: date = Field(examples=["2026-09-02"])
    ends: date = Field(examples=["2026-10-23"])

    @model_validator(mode="after")
    def _in_order(self) -> "TermTable":
        if self.ends < self.starts:
            raise ValueError(f"ends {self.ends} before it starts {self.starts}; swap the two")
        return self


class PersonTable(_Table):
    """Somebody of the school. `accounts` maps a platform to this person's id on it."""

    id: Id = Field(examples=['"dsl"'])
    name: Words = Field(examples=['"Priya Hall"'])
    roles: list[RoleName] = Field([Role.STAFF], min_length=1, examples=['["deputy"]'])
    phone: Phone = Field("", examples=['"07700 900123"'])
    email: Email = Field("", examples=['"hall@school.example"'])
    accounts: dict[str, Words] = Field({}, examples=['{ slack = "U0123ABCD" }'])

    @model_validator(mode="after")
    def _known_platforms(self) -> "PersonTable":
        for platform in self.accounts:
            if platform not in PLATFORMS:
                cure = nearest(platform, PLATFORMS)
                raise ValueError(f"accounts.{platform}: there is no such platform; {cure}")
        return self


class SchoolTable(_Table):
    """One school: its pack, numbers, hours, terms and people.

    `verified` says on which day somebody of the school rang a contact of its pack.
    """

    id: Id = Field(examples=['"stoke"'])
    name: Words = Field(examples=['"Mill Lane School"'])
    pack: Annotated[str, AfterValidator(_pack)] = Field(examples=['"stoke-on-trent"'])
    office: Annotated[Phone, AfterValidator(_words)] = Field(examples=['"01632 960100"'])
    on_call: Phone = Field("", examples=['"07700 900100"'])
    dsl_channel: str = Field("", examples=['"C0123ABCD"'])
    hours: HoursTable = Field(examples=['{ monday = "08:30-15:30" }'])
    terms: list[TermTable] = Field([], examples=["[{ starts = 2026-09-02, ends = 2026-10-23 }]"])
    verified: dict[str, date] = Field({}, examples=["{ nspcc = 2026-11-20 }"])
    people: list[PersonTable] = Field(examples=['[{ id = "dsl", name = "…", roles = ["dsl"] }]'])


class File(_Table):
    """The whole file: one table `[[schools]]` for each school, and the ways beside the chat."""

    schools: list[SchoolTable] = Field(min_length=1, examples=['[{ id = "stoke", … }]'])
    mail: MailTable | None = Field(None, examples=['{ host = "smtp.school.example", … }'])
    phone: PhoneTable | None = Field(None, examples=['{ url = "https://gateway.example/call" }'])
    watch: WatchTable | None = Field(None, examples=['{ heartbeat = "https://monitor.example" }'])

    @property
    def ways(self) -> frozenset[Way]:
        """Return the ways beside the chat that are configured."""
        return frozenset(way for way in Way if getattr(self, way) is not None)
