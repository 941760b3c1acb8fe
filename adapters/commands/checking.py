"""Whether a deployment is ready: configuration, store, numbers, each with its cure."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from adapters.callers import missing
from adapters.commands.agreed import with_agreed
from adapters.commands.checked import Line, report
from adapters.commands.checking_people import check_people
from adapters.environment import CannotStart, Environment
from adapters.logs import begin_logging
from adapters.platforms import configured
from adapters.rota.stretch import cure_of, stretch_of, told
from adapters.wiring import open_store, read_settings
from bot.dialogs.load import ContentError
from bot.dialogs.pack import FIXED, STALE, Contact, ContactRole
from bot.dialogs.words import words
from bot.fsm.school import ALERTED, School, Way
from bot.settings.reading import Settings, SettingsError

__all__ = [
    "check",
    "check_contacts",
    "check_rota",
    "check_terms",
    "check_ways",
]

TERMS_END = timedelta(days=60)
YEAR = 366

WITHOUT = {Way.MAIL: "without_mail", Way.PHONE: "without_phone"}
ADDRESSES = {Way.MAIL: "email", Way.PHONE: "phone"}


def check(environment: Environment, *, as_json: bool) -> int:
    """Print how everything stands; return 1 when something must be mended before it is used."""
    begin_logging(loud=False)
    return report(list(_all(environment)), as_json=as_json)


def _all(environment: Environment) -> Iterator[Line]:
    accept = ""
    try:
        settings = read_settings(environment)
    except SettingsError as wrong:
        yield from (Line("FAIL", "configuration", problem) for problem in wrong.problems)
    except ContentError as wrong:
        yield Line("FAIL", "content", str(wrong))
    else:
        accept = settings.store.accept if settings.store else ""
        yield from _configured(environment, settings)
    yield asyncio.run(_store(environment, accept))


def _configured(environment: Environment, settings: Settings) -> Iterator[Line]:
    names = ", ".join(school.id for school in settings.schools)
    if environment.config is None:
        cure = "Write a handrail.toml and name it with --config."
        yield Line("warn", "configuration", f"none: these are made-up schools ({names}).", cure)
    else:
        yield Line("ok", "configuration", f"{environment.config}: {names}")
    for warning in settings.warnings:
        yield Line("warn", "configuration", warning)
    for lack in missing(environment, settings):
        yield Line("FAIL", "beside the chat", lack)
    yield from _platforms(environment, settings)
    if settings.watch is None:
        cure = "Write [watch] heartbeat, an address that a monitor waits for."
        yield Line("warn", "watch", "nobody hears when Handrail itself stops.", cure)
    today = datetime.now(UTC).date()
    schools, unread = with_agreed(environment, settings.schools)
    if unread:
        yield Line("warn", "rota", f"what was agreed in chat is left out: {unread}")
    for school in schools:
        yield from check_terms(school, today)
        yield from check_rota(school, today)
        yield from check_ways(school)
        yield from check_contacts(school, today)
    yield from asyncio.run(check_people(environment, settings, schools))


def _platforms(environment: Environment, settings: Settings) -> Iterator[Line]:
    """Yield what a platform lacks, else where the rest of it is looked at."""
    for platform, lacks in configured(environment, settings):
        yield from (Line("FAIL", platform, lack) for lack in lacks)
        if not lacks:
            more = f"handrail check {platform} looks at its secrets, its channel and each person"
            yield Line("ok", platform, f"configured; {more}")


def check_terms(school: School, today: date) -> Iterator[Line]:
    """Yield a line when the last term that is written down is over, or nearly."""
    if not school.terms:
        return
    last = max(term.ends for term in school.terms)
    if last - today < TERMS_END:
        cure = "Add the next ones: outside its terms a school counts as shut."
        yield Line("warn", f"{school.id} terms", f"the last one ends on {last}.", cure)


def check_rota(school: School, today: date) -> Iterator[Line]:
    """Yield a line for each kind of gap that a year of the rota has, from `today` on.

    A gap holds no alert up: whoever follows is paged at once. But nobody knew that it was theirs.
    """
    about = f"{school.id} rota"
    if not school.rota.lines:
        cure = "Add schools.rota to share nights and weekends."
        yield Line("warn", about, "none: the DSL is asked first at all times.", cure)
        return
    gaps = stretch_of(school, today, YEAR).gaps
    for gap in gaps:
        found = f"nobody has it {told(school, gap)}."
        yield Line("warn", about, found, cure_of(school, gap))
    if not gaps:
        yield Line("ok", about, "somebody has it at every minute of the next year")


def check_ways(school: School) -> Iterator[Line]:
    """Yield who is reached beside the chat: by phone, by e-mail, or not at all."""
    about = f"{school.id} beside the chat"
    for way in Way:
        if way not in school.ways:
            found = f"{words().phrases[WITHOUT[way]]}."
            yield Line("warn", about, found, f"Write [{way}] into the configuration.")
            continue
        called = [each for each in school.people if set(ALERTED) & set(each.roles)]
        lacking = ", ".join(each.id for each in called if not school.address(each, way))
        if lacking:
            key = ADDRESSES[way]
            cure = f"Write {key} for them, under schools.people."
            yield Line("warn", about, f"no {key}, so never called by {way}: {lacking}.", cure)
        else:
            yield Line("ok", about, f"{way} for all {len(called)} who are alerted")


def check_contacts(school: School, today: date) -> Iterator[Line]:
    """Yield how the numbers to ring stand: missing, never verified here, or long ago.

    Source: ruling 6: staleness is a warning, never a failure.
    """
    about = f"{school.id} numbers"
    contacts = [each for each in school.pack.contacts if each.role not in FIXED]
    if not any(each.role is ContactRole.EMERGENCY for each in school.pack.contacts):
        yield Line("FAIL", about, "there is no emergency number.", "Add 999 to the pack.")
    for role, instead in (
        (ContactRole.LADO, school.pack.no_lado_line),
        (ContactRole.EMERGENCY_DUTY, school.pack.no_on_call_line),
    ):
        if school.pack.of_role(role):
            continue
        what = role.value.replace("_", " ")
        if instead:
            yield Line("warn", about, f"none for {what}; people are told: {instead}")
        else:
            yield Line("FAIL", about, f"none for {what}, and no words instead.", "Add either.")
    unverified = [each for each in contacts if each.last_verified is None]
    if unverified:
        cure = f"Ring them, then write the day under schools.verified: {unverified[0].id} = {today}"
        yield Line("warn", about, f"never verified here: {_named(unverified)}.", cure)
    stale = [each for each in contacts if each.last_verified and today - each.last_verified > STALE]
    if stale:
        cure = "Ring them and write the new day under schools.verified."
        yield Line("warn", about, f"verified more than half a year ago: {_named(stale)}.", cure)
    if not unverified and not stale:
        yield Line("ok", about, f"{len(contacts)} verified in the last half year")


def _named(contacts: list[Contact]) -> str:
    return ", ".join(f"{each.id} ({each.number})" for each in contacts)


async def _store(environment: Environment, accept: str) -> Line:
    try:
        async with open_store(environment) as (_, found, _):
            guarantee = found.accepting(accept)
            if guarantee.refusals:
                return Line("FAIL", "store", "; ".join(guarantee.refusals))
            return Line("warn" if guarantee.losses else "ok", "store", guarantee.says)
    except CannotStart as wrong:
        return Line("FAIL", "store", str(wrong))
