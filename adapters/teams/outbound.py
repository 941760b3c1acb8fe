"""Teams' sending half put together: connector, chats, room, private views, messenger."""

from collections.abc import Mapping, Sequence

from adapters.chat.held import Held
from adapters.chat.people import People
from adapters.teams.chats import Chats
from adapters.teams.connector import Connector
from adapters.teams.messenger import TeamsMessenger
from adapters.teams.opened import Opened
from adapters.teams.posting import Posting
from adapters.teams.room import Room
from adapters.teams.showing import Showing
from adapters.teams.tenant import PLATFORM, References, Tenant
from bot.addresses import AddressBook
from bot.dialogs.card import Card
from bot.fsm.alert.cards import post_card
from bot.fsm.school import School
from bot.handle import Handler

__all__ = ["know", "make_messenger"]


def make_messenger(
    tenants: Sequence[Tenant],
    schools: Mapping[str, School],
    connector: Connector,
    book: AddressBook,
    *,
    web: str = "",
) -> TeamsMessenger:
    """Return the messenger of the schools that are on Teams.

    `web` is the address of our own web process, as people's browsers reach it; '' if not set.
    """
    posting, references = Posting(connector), References(book, connector.clock.machine)
    people = People(PLATFORM, tenants, schools)
    chats = Chats(posting, people, references, schools)
    served = tuple(sorted(school for each in tenants for school in each.schools))
    showing = Showing(chats, Opened(book, served), Held(), connector.clock, web)
    return TeamsMessenger(chats, Room(posting, references, connector.clock), showing)


def know(messenger: TeamsMessenger, handler: Handler) -> None:
    """Let the messenger make a case's card anew, once there is an engine that knows the case."""

    async def room_card(school: str, ref: str) -> Card | None:
        case = await handler.case(school, ref)
        there = handler.schools[school]
        return post_card(there, case, handler.clock.now()) if case else None

    messenger.showing.room_card = room_card
