"""What may stand in `handrail.toml`, key by key, and what each wrong value is told."""

# Rule 1: every field has an example, so that what is missing can be shown and not only named.
# Rule 2: a message says what is wrong and the cure, in one line that needs no manual.

import re
from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from bot.dialogs.load import pack_ids
from bot.fsm.school import Role, Way
from bot.settings.base import DAYS, Id, Phone, Table, Words, nearest, words_only
from bot.settings.rota_tables import AwayTable, CoverTable, LineTable
from bot.settings.slack import SlackTable
from bot.settings.teams import GUID, TeamsTable
from bot.settings.ways import Email, MailTable, PhoneTable, StoreTable, WatchTable, WebTable

__all__ = ["File", "HoursTable", "PersonTable", "SchoolTable", "TermTable", "TrustTable"]

PLATFORMS = ("playground", "slack", "teams")
BASE_PACKS = frozenset({"national"})
SPAN = re.compile(r"(\d{2}):(\d{2})-(\d{2}):(\d{2})")


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


RoleName = Annotated[Role, BeforeValidator(_role)]
Span = Annotated[tuple[time, time], BeforeValidator(_span)]


class HoursTable(Table):
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


class TermTable(Table):
    """Days on which the school is open, both ends included. A half-term parts two of them."""

    starts: date = Field(examples=["2026-09-02"])
    ends: date = Field(examples=["2026-10-23"])

    @model_validator(mode="after")
    def _in_order(self) -> "TermTable":
        if self.ends < self.starts:
            raise ValueError(f"ends {self.ends} before it starts {self.starts}; swap the two")
        return self


class PersonTable(Table):
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
        entra = self.accounts.get("teams", "")
        if entra and (GUID.fullmatch(entra) is None or entra != entra.lower()):
            cure = "is no object id; Entra's page of the person shows it, in small letters"
            raise ValueError(f"accounts.teams: {entra!r} {cure}")
        return self


class SchoolTable(Table):
    """One school: its pack, numbers, hours, terms and people.

    `verified` says on which day somebody of the school rang a contact of its pack.
    """

    id: Id = Field(examples=['"stoke"'])
    name: Words = Field(examples=['"Mill Lane School"'])
    pack: Annotated[str, AfterValidator(_pack)] = Field(examples=['"stoke-on-trent"'])
    office: Annotated[Phone, AfterValidator(words_only)] = Field(examples=['"01632 960100"'])
    on_call: Phone = Field("", examples=['"07700 900100"'])
    dsl_channel: str = Field("", examples=['"C0123ABCD"'])
    slack: str = Field("", examples=['"trust"'])
    teams: str = Field("", examples=['"trust"'])
    hours: HoursTable = Field(examples=['{ monday = "08:30-15:30" }'])
    terms: list[TermTable] = Field([], examples=["[{ starts = 2026-09-02, ends = 2026-10-23 }]"])
    verified: dict[str, date] = Field({}, examples=["{ nspcc = 2026-11-20 }"])
    people: list[PersonTable] = Field(examples=['[{ id = "dsl", name = "…", roles = ["dsl"] }]'])
    inset: list[date] = Field([], examples=["[2026-09-01]"])
    rota: list[LineTable] = Field([], examples=['[{ name = "School hours", … }]'])
    cover: list[CoverTable] = Field([], examples=['[{ who = "deputy", … }]'])
    away: list[AwayTable] = Field([], examples=['[{ who = "dsl", … }]'])
    absences: str = Field("", examples=['"leave.ics"'])
    keep_until_age: int = Field(25, ge=18, le=100, examples=["25"])


class TrustTable(Table):
    """People and a rota that several schools share. A school's own lines come before them."""

    name: Words = Field(examples=['"Hill Trust"'])
    schools: list[Id] = Field(min_length=1, examples=['["stoke", "westcroft"]'])
    people: list[PersonTable] = Field([], examples=['[{ id = "trust-dsl", … }]'])
    rota: list[LineTable] = Field([], examples=['[{ name = "Trust on call", … }]'])
    cover: list[CoverTable] = Field([], examples=['[{ who = "trust-dsl", … }]'])
    away: list[AwayTable] = Field([], examples=['[{ who = "trust-dsl", … }]'])


class File(Table):
    """The whole file: `[[schools]]`, what they share (`[[trusts]]`), the ways beside the chat."""

    schools: list[SchoolTable] = Field(min_length=1, examples=['[{ id = "stoke", … }]'])
    trusts: list[TrustTable] = Field([], examples=['[{ name = "Hill Trust", … }]'])
    slack: list[SlackTable] = Field([], examples=['[{ name = "trust", team = "T0123ABCD" }]'])
    teams: list[TeamsTable] = Field([], examples=['[{ name = "trust", tenant = "…", app = "…" }]'])
    mail: MailTable | None = Field(None, examples=['{ host = "smtp.school.example", … }'])
    phone: PhoneTable | None = Field(None, examples=['{ url = "https://gateway.example/call" }'])
    store: StoreTable | None = Field(None, examples=['{ accept = "the last second may be lost" }'])
    watch: WatchTable | None = Field(None, examples=['{ heartbeat = "https://monitor.example" }'])
    web: WebTable | None = Field(None, examples=['{ address = "https://handrail.school.example" }'])

    @property
    def ways(self) -> frozenset[Way]:
        """Return the ways beside the chat that are configured."""
        return frozenset(way for way in Way if getattr(self, way) is not None)
