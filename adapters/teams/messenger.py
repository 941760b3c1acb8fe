"""Teams as a messenger: one-to-one chats, the DSL room, private views over pressed cards."""

# Rule 1: before each post in the room it is looked at who can read it (`room.py`).
# Rule 2: what belongs in a private view is in the answer to its reader's own press, which is no
#         message, or is held until they ask for it.
# Rule 3: after an unknown outcome everything is sent again, and an alert says so: a nudge that is
#         there twice does no harm, one that never came does.

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from adapters.chat.held import Held
from adapters.chat.people import People
from adapters.chat.speaking import answers_of, spoken_text
from adapters.teams.acting import ACTING, Acting
from adapters.teams.cards import activity_of, message
from adapters.teams.chats import Chats
from adapters.teams.elements import Element
from adapters.teams.errors import Blocked, Gone
from adapters.teams.posting import Place
from adapters.teams.room import Room
from adapters.teams.showing import Showing
from adapters.teams.tenant import Tenant
from bot.dialogs.card import Card, CardKind
from bot.dialogs.words import words
from bot.fsm.school import CHANNEL
from bot.ports import Reroute

__all__ = ["TeamsMessenger"]


@dataclass(slots=True)
class TeamsMessenger:
    """Sends cards. Who asks for held rows has them shown by `showing`."""

    chats: Chats
    room: Room
    showing: Showing

    @property
    def held(self) -> Held:
        """Return the cards whose private rows are held for their readers."""
        return self.showing.held

    @property
    def people(self) -> People[Tenant]:
        """Return who is who."""
        return self.chats.people

    async def send(
        self, school: str, to: str, card: Card, *, key: str, edit: str = "", again: bool = False
    ) -> str:
        """Deliver `card` and return where it is: the conversation and the message's id.

        Raises:
            Retry, Reroute, OurBug: as `bot.ports.Messenger`.
            NotSaved: the store does not answer.
        """
        tenant = self.people.home(school)
        if tenant is None:
            raise Reroute("the school is in no tenant of Teams'")
        acting = ACTING.get()
        if acting is not None and (acting.school, acting.person) != (school, to):
            acting = None
        shows = acting is not None and acting.waits and card.kind is not CardKind.QUESTION
        if acting is not None and shows and card.fields:
            await self.showing.show(acting, card)
            return ""
        del key
        repeated = again and not edit and card.kind is CardKind.ALERT
        mark = words().phrases["perhaps_again"] if repeated else ""
        return await self._deliver(tenant, (school, to), card, acting, edit=edit, mark=mark)

    async def amend(self, school: str, to: str, card: Card, *, edit: str) -> None:
        """Replace a message of ours; one that is gone, or cannot be changed any more, is left.

        Raises:
            Retry, Reroute, OurBug, NotSaved: as `send`.
        """
        tenant, place = self.people.home(school), Place.read(edit)
        if tenant is not None and place is not None:
            made = message(school, card)
            sent = activity_of(made, spoken_text(card, answers_of(card)))
            await self._edit(tenant, (school, to), place, made, sent)

    async def take_back(self, school: str, receipt: str) -> None:
        """Delete a message of ours; one that is gone already is no failure.

        Raises:
            Retry, Reroute, OurBug, NotSaved: as `send`.
        """
        tenant, place = self.people.home(school), Place.read(receipt)
        if tenant is not None and place is not None:
            with suppress(Gone):
                await self.chats.take_away(tenant, school, place)

    async def _deliver(
        self,
        tenant: Tenant,
        whom: tuple[str, str],
        card: Card,
        acting: Acting | None,
        *,
        edit: str,
        mark: str,
    ) -> str:
        school, to = whom
        if to == CHANNEL:
            await self._look(tenant, school)
        held = self.held.keep(school, to, card) if card.fields and to != CHANNEL else ""
        made = message(school, card, again=mark, held=held)
        asked = acting is not None or bool(edit)
        told = spoken_text(card, answers_of(card)) if asked or not card.preview else card.preview
        sent = activity_of(made, f"{mark} {told}".strip())
        if (place := Place.read(edit)) and await self._edit(tenant, whom, place, made, sent):
            return edit
        place = await self._new(tenant, school, to, sent)
        self.showing.stands(place, made)
        return str(place)

    async def _look(self, tenant: Tenant, school: str) -> None:
        there = self.chats.schools[school]
        if not there.channel:
            raise Reroute("the school has no channel")
        await self.room.require(tenant, there)

    async def _new(self, tenant: Tenant, school: str, to: str, sent: dict[str, Any]) -> Place:
        if to == CHANNEL:
            return await self.chats.post(tenant, school, sent)
        if not (account := self.people.account(school, to)):
            raise Reroute("no account on Teams")
        return await self.chats.tell(tenant, school, account, sent)

    async def _edit(
        self,
        tenant: Tenant,
        whom: tuple[str, str],
        place: Place,
        made: Element,
        sent: dict[str, Any],
    ) -> bool:
        """Replace a message; False where it is gone, so that a new one has to be sent."""
        try:
            await self.chats.replace(tenant, *whom, place, sent)
        except Blocked:
            raise
        except Reroute:
            return False
        self.showing.stands(place, made)
        _answer(ACTING.get(), place, made)
        return True


def _answer(acting: Acting | None, place: Place, made: Element) -> None:
    """Show whoever pressed a card what it has become, unless something private is shown there."""
    pressed = acting and Place(acting.conversation, acting.activity) == place
    if acting is not None and pressed and acting.waits and acting.answer is None:
        acting.answer = made
