"""What follows a doing: its messages go out; what is for its doer alone is told at once.

Nothing here is in the outbox twice: what is told directly was never put there.
"""

# Rule 1: a person's messages go out one turn after the other, so that the newest stands.
# Rule 2: private rows are shown in answer to an Action.Execute, or not at all.
# Rule 3: what is told goes where the doing came from: nothing is looked up, so a store that is down
#         keeps it from nobody.

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

import structlog

from adapters.chat.home import START, open_cases, way_in
from adapters.chat.people import Who
from adapters.chat.speaking import answers_of, spoken_text
from adapters.chat.telling import get_through
from adapters.teams.acting import ACTING, Acting
from adapters.teams.cards import activity_of, home_card, message
from adapters.teams.elements import Element
from adapters.teams.knock import Kind, Knock, Place
from adapters.teams.messenger import TeamsMessenger
from adapters.teams.tenant import Reference
from bot.dialogs.card import Card, Tone
from bot.dialogs.words import button, card, words
from bot.fsm.alert.cards import number_now
from bot.handle import Handler
from bot.inbound import Reply
from bot.ports import NotSaved

__all__ = ["Following"]

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.teams")


@dataclass(slots=True)
class Following:
    """Sends what a turn came to. `wait` lets seconds go by between two tries."""

    handler: Handler
    messenger: TeamsMessenger
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    _turns: WeakValueDictionary[Who, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def follow(self, who: Who, knock: Knock, reply: Reply, acting: Acting) -> None:
        """Send what a turn came to; show or tell who did it what is for them alone."""
        turn = self._turns.setdefault(who, asyncio.Lock())
        ACTING.set(acting)  # this task's own
        await self.note(knock)
        async with turn:
            with suppress(NotSaved):  # what was said is on disk; its messages go by and by
                await self.handler.send(who.school, reply.jobs)
        if reply.card is not None:
            await self.show(knock, acting, reply.card)

    async def show(self, knock: Knock, acting: Acting, shown: Card) -> None:
        """Show somebody a card in place of the one that they pressed, or tell them its words."""
        if not shown.fields and (shown.form is None or not acting.waits):
            await self.tell(knock, acting.school, shown)
            return
        school = self.handler.schools[acting.school]
        number = number_now(school, self.handler.clock.now())
        if not acting.waits:
            await self.tell(knock, school.id, card("cannot_show", number=number))
            return
        try:
            await self.messenger.showing.show(acting, shown)
        except NotSaved:
            await self.tell(knock, school.id, card("not_saved", number=number))

    async def tell(self, knock: Knock, school: str, told: Card) -> None:
        """Tell somebody something where they spoke, until it gets through: nobody else will."""
        made = message(school, told)
        await self.say(knock, made, spoken_text(told, answers_of(told)))

    async def say(self, knock: Knock, made: Element, told: str) -> None:
        """Send a card into the conversation that somebody spoke in."""
        sent, posting = activity_of(made, told), self.messenger.chats.posting

        async def send() -> None:
            await posting.send(knock.tenant, knock.service, knock.conversation, sent)

        if not await get_through(send, self.wait):
            _log.error("teams_person_not_told", tenant=knock.tenant.name)

    async def aside(self, knock: Knock, school: str) -> None:
        """Tell somebody in a place that others read where to go instead; quote nothing."""
        start = button("start", START, Tone.MAIN)
        await self.note(knock)
        await self.tell(knock, school, card("private_only", buttons=(start,)))

    async def close(self, acting: Acting) -> None:
        """Put a private view away. Where the store is down that is done in ten minutes."""
        with suppress(NotSaved):
            await self.messenger.showing.close(acting)

    async def hear(self, knock: Knock) -> None:
        """Take in what Teams tells: who has the app, and that a room is not what it was."""
        self.messenger.room.forget()
        if knock.kind is Kind.GONE:
            await self._gone(knock)
            return
        await self.note(knock)
        if knock.kind is Kind.INSTALLED and knock.place is Place.PRIVATE and knock.user:
            await self._welcome(knock)

    async def _gone(self, knock: Knock) -> None:
        who = knock.room or knock.user
        _log.error("teams_app_taken_out", tenant=knock.tenant.name, room=bool(knock.room))
        if who:
            with suppress(NotSaved):  # what is sent there fails, and takes another way
                await self.messenger.chats.references.forget(knock.tenant, who)

    async def _welcome(self, knock: Knock) -> None:
        """Show who has just got the app how to begin, and a reader of cases which are open."""
        known = self.messenger.people.known_as(knock.tenant, knock.user)
        try:
            cases = await open_cases(self.handler, known)
        except NotSaved:
            cases = []
        made = home_card(way_in(self.handler.schools, known, cases))
        await self.say(knock, made, words().preview)

    async def note(self, knock: Knock) -> None:
        """Keep where somebody, or a room, lets us write: it may have changed since."""
        known = Reference(
            service=knock.service,
            conversation=knock.room or knock.conversation,
            user="" if knock.room else knock.account,
            kind=knock.shape,
        )
        who = knock.room or (knock.user if knock.place is Place.PRIVATE else "")
        if not who:
            return
        with suppress(NotSaved):  # it is noted at their next word; what is told goes where they are
            await self.messenger.chats.references.keep(knock.tenant, who, known)
