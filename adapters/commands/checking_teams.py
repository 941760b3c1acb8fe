"""`handrail check teams`: secret, room, people, each with its cure. It sends nothing."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack

from adapters.commands.checked import Line
from adapters.environment import CannotStart, Environment
from adapters.memory.addresses import MemoryAddresses
from adapters.teams.connector import Connector
from adapters.teams.directory import TeamsDirectory
from adapters.teams.messenger import TeamsMessenger
from adapters.teams.opening import opened_connector, secret_name, tenant_of
from adapters.teams.outbound import make_messenger
from adapters.teams.tenant import Tenant
from adapters.wiring import open_store
from bot.addresses import AddressBook
from bot.directory import Standing
from bot.fsm.school import ALERTED, Person, School
from bot.ports import NotSaved, OurBug, Reroute, Retry
from bot.settings.reading import Settings

__all__ = ["check_teams", "check_tenant"]

KEPT = (
    "Microsoft keeps Handrail's messages as long as your tenant says, in compliance copies too. "
    "Set 1 to 7 days for bots' chats and the DSL team, and keep guests and shared channels out."
)
NO_ANSWER = "Can this server reach https://login.microsoftonline.com? Try again in a minute."
ROOM = (
    "A private team for DSLs, or a private channel: nobody else, no guests, Handrail added to it."
)
WHY: Mapping[str, str] = {
    "shared": "it is a shared channel",
    "guest": "a guest is in it",
    "foreign": "somebody of another organisation is in it",
    "not_on_roster": "somebody in it is not on the roster",
    "no_reader": "somebody in it is on the roster, and not as dsl, deputy, head or chair",
    "nobody": "nobody is in it",
}
CURES: Mapping[Standing, tuple[str, str]] = {
    Standing.NO_CHAT: (
        "no chat: the app is not there for them.",
        "Give it to them with an app setup policy, or add their object id to the roster.",
    ),
    Standing.BLOCKED: ("they have blocked the app.", "They unblock it in their chat with it."),
    Standing.LEFT: ("Teams knows no such person.", "Is the object id theirs, of this tenant?"),
    Standing.NOT_IN_CHANNEL: ("not in the DSL room.", "Add them to its team or channel."),
}


async def check_teams(environment: Environment, settings: Settings) -> list[Line]:
    """Return how each tenant stands."""
    if not settings.teams:
        cure = "Add a table [[teams]], and teams = to the schools that are on it."
        return [Line("FAIL", "teams", "no school is in a tenant.", cure)]
    found: list[Line] = []
    schools = {school.id: school for school in settings.schools}
    tenants = [tenant_of(environment, each) for each in settings.teams]
    async with AsyncExitStack() as stack:
        book = await _book(environment, stack, found)
        connector = await stack.enter_async_context(opened_connector(environment, tenants))
        messenger = make_messenger(tenants, schools, connector, book)
        for tenant in tenants:
            ours = [schools[name] for name in tenant.schools]
            found += [line async for line in check_tenant(messenger, connector, tenant, ours)]
    return found


async def _book(environment: Environment, stack: AsyncExitStack, found: list[Line]) -> AddressBook:
    """Return where references are kept; an empty one where the store cannot be asked."""
    try:
        store, *_ = await stack.enter_async_context(open_store(environment))
    except CannotStart as wrong:
        found.append(Line("warn", "store", f"{wrong}; people are asked for by their object id."))
        return MemoryAddresses()
    return store.addresses


async def check_tenant(
    messenger: TeamsMessenger, connector: Connector, tenant: Tenant, schools: list[School]
) -> AsyncIterator[Line]:
    """Yield how a tenant stands."""
    about = f"{tenant.name} secret"
    if not tenant.secret:
        cure = "Make one on the app's page at Entra, under Certificates and secrets."
        yield Line("FAIL", about, f"{secret_name(tenant.name)} is not set.", cure)
        return
    try:
        await connector.warm(tenant)
    except Retry as wrong:
        yield Line("FAIL", about, f"{wrong}.", NO_ANSWER)
        return
    except (Reroute, OurBug) as wrong:
        cure = "Is it the Value, not the ID, of this app's secret, of this tenant, and not run out?"
        yield Line("FAIL", about, f"{wrong}.", cure)
        return
    yield Line("ok", about, "works")
    for school in schools:
        yield await _room(messenger, tenant, school)
        for person in school.people:
            if set(ALERTED) & set(person.roles):
                yield await _person(messenger, school, person)
    yield Line("warn", f"{tenant.name} retention", KEPT)


async def _room(messenger: TeamsMessenger, tenant: Tenant, school: School) -> Line:
    about = f"{school.id} room"
    if not school.channel:
        cure = "Alerts go to people one by one. Add its id as dsl_channel."
        return Line("warn", about, "there is none.", cure)
    try:
        problems = await messenger.room.look(tenant, school)
    except (Retry, Reroute, OurBug, NotSaved) as wrong:
        return Line("FAIL", about, f"{wrong}.", ROOM)
    if problems:
        return Line("FAIL", about, f"{'; '.join(WHY[each] for each in problems)}.", ROOM)
    return Line("ok", about, "the DSL team alone reads it")


async def _person(messenger: TeamsMessenger, school: School, person: Person) -> Line:
    about = f"{school.id} {person.id}"
    directory = TeamsDirectory(messenger.chats, {school.id: school})
    try:
        standing = await directory.standing(school.id, person.id)
    except Retry as wrong:
        return Line("FAIL", about, f"{wrong}.", "Try again in a few minutes.")
    if standing is Standing.REACHABLE:
        return Line("ok", about, "reached on Teams")
    return Line("FAIL", about, *CURES[standing])
