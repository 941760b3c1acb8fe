"""The pre-flight by hand: whom the chat would not reach, and whom nothing would."""

# Rule: it asks the configured platforms how people stand, and sends nobody anything.

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from adapters.commands.checked import Line
from adapters.environment import CannotStart, Environment
from adapters.memory.addresses import MemoryAddresses
from adapters.platforms import who_is_there
from adapters.redis.opening import open_store
from bot.addresses import AddressBook
from bot.directory import Directory, Standing
from bot.fsm.school import ALERTED, Person, School
from bot.ports import NotSaved, Retry
from bot.settings.reading import Settings

__all__ = ["check_people", "check_reach"]

LOST: Mapping[Standing, tuple[str, str]] = {
    Standing.LEFT: ("has left", "Take them off the roster, or write their account anew."),
    Standing.DEACTIVATED: ("their account is off", "Mend the roster or the account now."),
    Standing.NOT_IN_CHANNEL: ("not in the DSL channel", "Invite them to it."),
    Standing.BLOCKED: ("has blocked Handrail", "They unblock it in their chat with it."),
    Standing.NO_CHAT: ("has no chat with Handrail", "Install it for them; they say hello once."),
}


async def check_people(
    environment: Environment, settings: Settings, schools: Sequence[School]
) -> list[Line]:
    """Return how everybody who is alerted can be reached: by the platforms, and beside them."""
    async with (
        _book(environment, settings) as book,
        who_is_there(environment, settings, book) as directory,
    ):
        return [line for school in schools async for line in check_reach(school, directory)]


async def check_reach(school: School, directory: Directory) -> AsyncIterator[Line]:
    """Yield a line for each person whom the chat misses, and one for the school."""
    about = f"{school.id} reach"
    people = {one.id: one for role in ALERTED for one in school.of_role(role)}
    found = {one: await _standing(directory, school, one) for one in people}
    for one, standing in found.items():
        if standing in LOST:
            said, cure = LOST[standing]
            beside = _beside(school, people[one])
            yield Line("warn", about, f"{one}: {said}, so {beside}.", cure)
    unseen = [one for one, standing in found.items() if standing is Standing.UNKNOWN]
    had = [one for one in people.values() if found[one.id] not in LOST or _ways(school, one)]
    if not had:
        cure = "Mend the accounts above, or write [phone] and their numbers."
        yield Line("FAIL", about, "nothing reaches anybody who is alerted.", cure)
    elif unseen:
        cure = "Check slack or teams, or see that they open the page."
        yield Line("warn", about, f"nobody looked how the chat reaches {', '.join(unseen)}.", cure)
    elif all(standing is Standing.REACHABLE for standing in found.values()):
        yield Line("ok", about, f"the chat reaches all {len(people)} who are alerted")


def _ways(school: School, person: Person) -> list[str]:
    return sorted(str(way) for way in school.ways if school.address(person, way))


def _beside(school: School, person: Person) -> str:
    ways = _ways(school, person)
    return f"reached by {' and '.join(ways)} alone" if ways else "nothing reaches them"


async def _standing(directory: Directory, school: School, person: str) -> Standing:
    try:
        return await directory.standing(school.id, person)
    except Retry:
        return Standing.UNKNOWN


@asynccontextmanager
async def _book(environment: Environment, settings: Settings) -> AsyncIterator[AddressBook]:
    """Give where Teams' references are kept; an empty one where nothing needs or opens it."""
    if not settings.teams:
        yield MemoryAddresses()
        return
    async with AsyncExitStack() as stack:
        try:
            store, *_ = await stack.enter_async_context(open_store(environment))
        except (CannotStart, NotSaved):
            yield MemoryAddresses()
            return
        yield store.addresses
