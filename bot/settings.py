"""`handrail.toml` as schools, frozen and checked: half a configuration starts nothing."""

# Rule 1: every problem is shown at once; one line each says the file, the key and the cure.
# Rule 2: what a school cannot do without is a problem; what it should not do without, a warning.

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import cache
from importlib import resources
from typing import TypeAlias

import holidays
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from bot.dialogs.load import load_pack, load_script
from bot.dialogs.pack import Pack, Window
from bot.dialogs.script import Script
from bot.fsm.edition import compiled, edition_of
from bot.fsm.school import Person, School, Term, Way
from bot.settings_roster import Found, problems, warnings
from bot.settings_tables import (
    DAYS,
    File,
    HoursTable,
    PersonTable,
    SchoolTable,
    TermTable,
    nearest,
)
from bot.settings_ways import MailTable, PhoneTable, WatchTable

__all__ = ["Settings", "SettingsError", "parse_settings", "read_examples"]

SCRIPT = "intake"
ORDINARY = "stoke.toml"
SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}
Loc: TypeAlias = tuple[int | str, ...]


class SettingsError(Exception):
    """The configuration cannot be used; `problems` has one line for each thing to mend."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep every problem."""
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Settings(BaseModel):
    """The schools of a deployment, and what they should not do without, one line each.

    `mail` and `phone` are the ways beside the chat, `watch` is what the watch beats.
    """

    model_config = ConfigDict(frozen=True)

    schools: tuple[School, ...]
    warnings: tuple[str, ...] = ()
    mail: MailTable | None = None
    phone: PhoneTable | None = None
    watch: WatchTable | None = None


def parse_settings(text: str, file: str, today: date) -> Settings:
    """Return the schools that `text` describes. `file` names it in messages.

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
        found = [_told(error) for error in wrong.errors(include_url=False)]
        raise SettingsError([f"{file}: {each.key}: {each.cure}" for each in found]) from wrong
    if found := list(problems(parsed, today)):
        raise SettingsError([f"{file}: {each.key}: {each.cure}" for each in found])
    script = _script()
    return Settings(
        schools=tuple(_school(each, script, today, parsed.ways) for each in parsed.schools),
        warnings=tuple(f"{file}: {each.key}: {each.cure}" for each in warnings(parsed)),
        mail=parsed.mail,
        phone=parsed.phone,
        watch=parsed.watch,
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


def _told(error: ErrorDetails) -> Found:
    """Return what pydantic found, in our words."""
    loc = tuple(step for step in error["loc"] if not _is_inner(step))
    model, key = _model_at(loc[:-1]), str(loc[-1]) if loc else ""
    field = model.model_fields.get(key)
    example = f"{key} = {field.examples[0]}" if field and field.examples else ""
    kind = error["type"]
    if kind == "extra_forbidden":
        return Found(_key(loc), f"unknown key; {nearest(key, tuple(model.model_fields))}")
    if kind == "missing":
        return Found(_key(loc), f"is missing; write {example}")
    if kind == "value_error":
        return Found(_key(loc), str(error["ctx"]["error"]))
    if kind == "too_short":
        return Found(_key(loc), f"is empty; write {example}")
    wanted = f"; write it as in {example}" if example else ""
    return Found(_key(loc), f"has the wrong type: {error['msg'].lower()}{wanted}")


def _is_inner(step: int | str) -> bool:
    """Return whether a step of a place is pydantic's own and no key of the file."""
    return isinstance(step, str) and "[" in step


def _model_at(loc: Loc) -> type[BaseModel]:
    names = [step for step in loc if isinstance(step, str)]
    inner: dict[str, type[BaseModel]] = {
        "schools": SchoolTable,
        "people": PersonTable,
        "terms": TermTable,
        "hours": HoursTable,
        "mail": MailTable,
        "phone": PhoneTable,
        "watch": WatchTable,
    }
    return inner.get(names[-1], File) if names else File


def _key(loc: Loc) -> str:
    """Return a place as a person would write it: `schools[1].people[0].phone`."""
    text = ""
    for step in loc:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".") or "the file"


@cache
def _script() -> Script:
    return load_script(SCRIPT)


def _school(table: SchoolTable, script: Script, today: date, ways: frozenset[Way]) -> School:
    pack = _verified(load_pack(table.pack), table.verified)
    return School(
        id=table.id,
        name=table.name,
        office=table.office,
        on_call=table.on_call,
        channel=table.dsl_channel,
        hours=_windows(table.hours),
        terms=tuple(Term(starts=each.starts, ends=each.ends) for each in table.terms),
        bank_holidays=_bank_holidays(pack.nation, table.terms, today),
        people=tuple(
            Person(
                id=each.id,
                name=each.name,
                roles=tuple(each.roles),
                phone=each.phone,
                email=each.email,
                accounts=each.accounts,
            )
            for each in table.people
        ),
        script=script,
        pack=pack,
        edition=edition_of(compiled(script, pack)),
        ways=ways,
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
