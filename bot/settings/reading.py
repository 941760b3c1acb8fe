"""`handrail.toml` as schools, frozen and checked: half a configuration starts nothing."""

# Rule 1: every problem is shown at once; one line each says the file, the key and the cure.
# Rule 2: what a school cannot do without is a problem; what it should not do without, a warning.

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, time
from importlib import resources

import holidays
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.dialogs.pack import Pack, Window
from bot.dialogs.script import Script
from bot.dialogs.shipped import shipped_pack, shipped_script
from bot.fsm.edition import compiled, edition_of
from bot.fsm.school import Person, School
from bot.rota.days import Term
from bot.settings.absences import Absences, Entry, ReadCalendar, read_absences
from bot.settings.base import DAYS
from bot.settings.errors import told
from bot.settings.found import in_lines
from bot.settings.roster import problems, warnings
from bot.settings.rota import people_of, rota_of
from bot.settings.slack import SlackWorkspace, workspaces_of
from bot.settings.tables import (
    File,
    HoursTable,
    SchoolTable,
    TermTable,
)
from bot.settings.teams import TeamsTenant, tenants_of
from bot.settings.ways import MailTable, PhoneTable, StoreTable, WatchTable, WebTable

__all__ = ["Settings", "SettingsError", "parse_settings", "read_examples"]

ORDINARY = "stoke.toml"
SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}


class SettingsError(Exception):
    """The configuration cannot be used; `problems` has one line for each thing to mend."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep every problem."""
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Settings(BaseModel):
    """The schools of a deployment, and what they should not do without, one line each.

    `store` is what the operator accepts of a weaker one, `mail` and `phone` are the ways beside the
    chat, `watch` is what the watch beats, `web` where
    browsers find our page; `slack` are the workspaces that have a school, `teams` the tenants.
    """

    model_config = ConfigDict(frozen=True)

    schools: tuple[School, ...]
    warnings: tuple[str, ...] = ()
    mail: MailTable | None = None
    phone: PhoneTable | None = None
    store: StoreTable | None = None
    watch: WatchTable | None = None
    web: WebTable | None = None
    slack: tuple[SlackWorkspace, ...] = ()
    teams: tuple[TeamsTenant, ...] = ()


def no_file(name: str, today: date) -> list[Entry]:
    """Read nothing: where a configuration may name no other file.

    Raises:
        FileNotFoundError: always.
    """
    del today
    raise FileNotFoundError(name)


def parse_settings(text: str, file: str, today: date, read: ReadCalendar = no_file) -> Settings:
    """Return the schools that `text` describes. `file` names it in messages.

    `read` returns the events of a calendar of absences.

    Bank holidays are those of the pack's nation, for the years around the terms and `today`.

    Raises:
        SettingsError: anything is missing, unknown or contradicts itself.
        ContentError: a pack or the script is broken.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsError([f"{file}: this is not TOML: {wrong}"]) from wrong
    try:
        parsed = File.model_validate(table)
    except ValidationError as wrong:
        found = [told(error) for error in wrong.errors(include_url=False)]
        raise SettingsError(in_lines(file, table, found)) from wrong
    if found := list(problems(parsed, today)):
        raise SettingsError(in_lines(file, table, found))
    script = shipped_script()
    away = [
        read_absences(read, each.absences, f"schools[{n}].absences", people_of(parsed, each), today)
        if each.absences
        else Absences()
        for n, each in enumerate(parsed.schools)
    ]
    found = [*warnings(parsed), *(one for each in away for one in each.warnings)]
    return Settings(
        schools=tuple(
            _school(parsed, each, gone, script, today)
            for each, gone in zip(parsed.schools, away, strict=True)
        ),
        warnings=tuple(in_lines(file, table, found)),
        mail=parsed.mail,
        phone=parsed.phone,
        store=parsed.store,
        watch=parsed.watch,
        web=parsed.web,
        slack=workspaces_of(parsed.slack, parsed.schools),
        teams=tenants_of(parsed.teams, parsed.schools),
    )


def read_examples(today: date) -> Settings:
    """Return the made-up schools that ship with the product, one for each pack.

    An ordinary secondary school comes first: it is what the playground shows unasked.
    """
    folder = resources.files("bot").joinpath("examples")
    names = (entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    found = sorted(names, key=lambda name: (name != ORDINARY, name))
    read = [
        parse_settings(folder.joinpath(name).read_text("utf-8"), f"examples/{name}", today)
        for name in found
    ]
    return Settings(
        schools=tuple(school for each in read for school in each.schools),
        warnings=tuple(warning for each in read for warning in each.warnings),
    )


def _school(
    parsed: File, table: SchoolTable, gone: Absences, script: Script, today: date
) -> School:
    pack = _verified(shipped_pack(table.pack), table.verified)
    return School(
        id=table.id,
        name=table.name,
        office=table.office,
        on_call=table.on_call,
        channel=table.dsl_channel,
        keep_until_age=table.keep_until_age,
        hours=_windows(table.hours),
        terms=tuple(Term(starts=each.starts, ends=each.ends) for each in table.terms),
        bank_holidays=_bank_holidays(pack.nation, table.terms, today),
        inset=frozenset(table.inset),
        rota=rota_of(parsed, table, gone.away),
        people=tuple(
            Person(
                id=each.id,
                name=each.name,
                roles=tuple(each.roles),
                phone=each.phone,
                email=each.email,
                accounts=each.accounts,
            )
            for each in people_of(parsed, table)
        ),
        script=script,
        pack=pack,
        edition=edition_of(compiled(script, pack)),
        ways=parsed.ways,
    )


def _verified(pack: Pack, days: Mapping[str, date]) -> Pack:
    """Return the pack with the days on which the school has verified its contacts."""
    contacts = tuple(
        each.model_copy(update={"last_verified": days.get(each.id, each.last_verified)})
        for each in pack.contacts
    )
    return pack.model_copy(update={"contacts": contacts})


def _windows(hours: HoursTable) -> tuple[Window, ...]:
    """Return one window for each span, with all the days that share it."""
    days: dict[tuple[time, time], list[int]] = {}
    for number, name in enumerate(DAYS):
        span = getattr(hours, name)
        if span is not None:
            days.setdefault(span, []).append(number)
    return tuple(
        Window(days=tuple(those), opens=opens, closes=closes)
        for (opens, closes), those in days.items()
    )


def _bank_holidays(nation: str, terms: Sequence[TermTable], today: date) -> frozenset[date]:
    years = [today.year, *(day.year for term in terms for day in (term.starts, term.ends))]
    around = range(min(years) - 1, max(years) + 2)
    return frozenset(holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=around))
