"""Private views: shown in place of the card that their reader pressed, and put away again."""

# Rule 1: a view is the answer to a press: it is no message, and nobody else sees it.
# Rule 2: nothing is shown before it is on disk that it stands open; so it is always put away: by
#         its Close button, or after ten minutes.
#         What Teams refuses is tried again for days: the view may stand there all the while.
# Rule 3: it is put away by writing the covered card anew, for everybody. Where that is not known
#         any more (we began again since) the case's card is made anew, or a few words stand there.

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from adapters.chat.forms import SEE
from adapters.chat.held import Held
from adapters.teams.acting import Acting
from adapters.teams.cards import activity_of, message, parted, private_view
from adapters.teams.chats import Chats
from adapters.teams.elements import Element
from adapters.teams.opened import LASTS, Opened, View
from adapters.teams.posting import Place
from bot.dialogs.card import Card
from bot.dialogs.words import button, card, words
from bot.fsm.deeds import open_button
from bot.ports import Clock, NotSaved, OurBug, Reroute, Retry

__all__ = ["Showing"]

REMEMBERED = 5000
Standing = Callable[[str, str], Awaitable[Card | None]]


async def _unknown(school: str, case: str) -> Card | None:
    del school, case
    return None


@dataclass(slots=True)
class Showing:
    """Shows views and puts them away. `web` is the address of our own web process, or ''.

    `room_card` returns a case's card in the DSL room as it stands now.
    """

    chats: Chats
    opened: Opened
    held: Held
    clock: Clock
    web: str = ""
    room_card: Standing = _unknown
    _cards: OrderedDict[Place, Element] = field(default_factory=OrderedDict)

    def stands(self, place: Place, made: Element) -> None:
        """Remember what a message of ours shows."""
        self._cards[place] = made
        self._cards.move_to_end(place)
        while len(self._cards) > REMEMBERED:
            self._cards.popitem(last=False)

    async def show(self, acting: Acting, shown: Card) -> None:
        """Show a card with its private rows in place of the one that was just pressed.

        Raises:
            NotSaved: it cannot be kept that it stands open; nothing is shown.
        """
        place = Place(acting.conversation, acting.activity)
        view = View(
            school=acting.school,
            person=acting.person,
            place=str(place),
            until=self.clock.machine() + LASTS,
            case=shown.case,
            covers=self._cards.get(place),
        )
        await self.opened.note(view)
        here, rest = parted(acting.school, shown, self.web)
        if rest is not None:
            token = self.held.keep(acting.school, acting.person, rest)
            more = button("more", f"{SEE}{token}:{shown.case}")
            here = here.model_copy(update={"buttons": (more, *here.buttons)})
        acting.answer = private_view(acting.school, here, self.web)

    async def close(self, acting: Acting) -> None:
        """Put a view away: whoever pressed Close has what it covered before them at once.

        On their other devices it is put away at the next look.

        Raises:
            NotSaved: it could not be kept that it is to be put away; it is, after ten minutes.
        """
        place = Place(acting.conversation, acting.activity)
        view = await self.opened.at(acting.school, acting.person, place)
        now = self.clock.machine()
        if view is None:
            view = View(school=acting.school, person=acting.person, place=str(place), until=now)
        acting.answer = await self._covered(view)
        await self.opened.note(view.model_copy(update={"until": now}))

    async def put_away(self) -> int:
        """Put away all views that have stood open for ten minutes; return how many.

        Raises:
            NotSaved: the store does not answer; what is left is put away at a later look.
        """
        due = await self.opened.due(self.clock.machine())
        for view in due:
            await self._put_away(view)
        return len(due)

    async def _put_away(self, view: View) -> None:
        later: View | None = None
        place, tenant = Place.read(view.place), self.chats.people.home(view.school)
        if place is not None and tenant is not None:
            sent = activity_of(await self._covered(view), words().preview)
            try:
                await self.chats.replace(tenant, view.school, view.person, place, sent)
            except Retry:
                return  # it stays on the list, and is put away at the next look
            except (Reroute, OurBug):
                later = view.later(self.clock.machine())
        await self.opened.forget(view, later)

    async def _covered(self, view: View) -> Element:
        place = Place.read(view.place)
        now = self._cards.get(place) if place else None
        if made := now or view.covers:
            return made
        if view.case and place and self.chats.in_room(view.school, place):
            try:
                found = await self.room_card(view.school, view.case)
            except NotSaved:
                found = None
            if found is not None:
                return message(view.school, found)
        buttons = (open_button(view.case),) if view.case else ()
        return message(view.school, card("view_closed", buttons=buttons))
