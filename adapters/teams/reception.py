"""What follows when somebody knocks: who they are, what they did, what they are shown."""

# Rule 1: commit, then answer Teams; what is to be sent goes out after that.
# Rule 2: an invoke is answered within three seconds, with the card that the pressed one has become
#         if it is there by then. Nothing that somebody must have is in that answer alone.
# Rule 3: a doing that was not saved is told to who did it: Teams never delivers it again.
# Rule 4: no one-time link is made where it cannot be shown: nobody would have seen it.

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog

from adapters.chat.backlog import Backlog
from adapters.chat.cap import Cap
from adapters.chat.forms import FORM, SEE, asked_by, held_by, look_at, meant
from adapters.chat.guard_words import Verdict
from adapters.chat.home import START
from adapters.chat.people import People, Whereabouts, Who
from adapters.teams.acting import Acting
from adapters.teams.answering import NEUTRAL, answered
from adapters.teams.cards import CLOSE, schools_card
from adapters.teams.door import Answer
from adapters.teams.following import Following
from adapters.teams.knock import Kind, Knock, Place
from adapters.teams.tenant import Tenant
from bot.ahead import would_alert
from bot.dialogs.card import Card
from bot.dialogs.words import card, words
from bot.fsm.alert.cards import number_now
from bot.fsm.desk.taking import asked_for
from bot.fsm.said import Filled, Media, Opened, Said, Typed
from bot.handle import Handler
from bot.inbound import Inbound, Outcome, Reply
from bot.ports import NotSaved

__all__ = ["Reception"]

PATIENCE = timedelta(seconds=2.5)
"""How long the answer to an invoke waits for a card."""

DONE = frozenset({Kind.TYPED, Kind.MEDIA, Kind.PRESSED, Kind.FILLED})
"""What people do; all else is what Teams tells."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.teams")


@dataclass(slots=True)
class Reception:
    """Takes what the door let in. `web` is our own web process's address, '' if not set."""

    handler: Handler
    people: People[Tenant]
    where: Whereabouts[Tenant]
    following: Following
    backlog: Backlog
    web: str = ""
    cap: Cap = field(default_factory=Cap)

    async def take(self, knock: Knock) -> Answer:
        """Do what a knock asks for; answer once it is on disk."""
        if knock.kind not in DONE:
            if knock.kind not in {Kind.OTHER_INVOKE, Kind.IGNORED}:
                self.backlog.add(self.following.hear(knock))
            return NEUTRAL if knock.waits else Answer()
        now, by = self.handler.clock.machine(), knock.user or knock.account
        if not self.cap.admits(knock.tenant.name, by, now) and not await self._is_urgent(knock):
            return self._too_fast(knock, tells=self.cap.tells(knock.tenant.name, by, now))
        if not knock.user:
            school = self.handler.schools[knock.tenant.schools[0]]
            number = number_now(school, self.handler.clock.now())
            told = card("outsider", school=school.name, number=number)
            return await self._told(knock, school.id, told)
        if knock.kind in {Kind.PRESSED, Kind.FILLED}:
            return await self._press(knock)
        return await self._said(knock)

    async def _is_urgent(self, knock: Knock) -> bool:
        """Return whether what came too fast would alert somebody: then no cap stops it."""
        if knock.kind in {Kind.PRESSED, Kind.FILLED}:
            who = self.people.in_school(knock.tenant, knock.user, knock.school)
            said = _pressed(knock)
        else:
            who = self.where.of(knock.tenant, knock.user)
            said = Media() if knock.kind is Kind.MEDIA else Typed(knock.text)
        if who is None or isinstance(said, Media) or not knock.user:
            return False
        return await would_alert(self.handler, who.school, who.person, said)

    def _too_fast(self, knock: Knock, *, tells: bool) -> Answer:
        """Take nothing, and say so; to two machines that talk, only now and then."""
        _log.warning("teams_too_fast", tenant=knock.tenant.name)
        school = knock.tenant.schools[0]
        told = self._card(school, "too_fast")
        if tells or knock.waits:
            self.backlog.add(self.following.tell(knock, school, told))
        return answered(None, told.text) if knock.waits else Answer()

    async def _said(self, knock: Knock) -> Answer:
        """Take words or media. What others may read is answered with where to go instead."""
        who = self.where.of(knock.tenant, knock.user)
        is_media = knock.kind is Kind.MEDIA
        if knock.place is not Place.PRIVATE:
            self.backlog.add(self.following.aside(knock, (who or self._first(knock)).school))
            if not is_media:
                return Answer()
        if who is None and not is_media:
            asks = schools_card(self.people.names(knock.tenant))
            self.backlog.add(self.following.say(knock, asks, card("which_school").text))
            return Answer()
        said: Said = Media() if is_media else Typed(knock.text)
        return await self._do(knock, who or self._first(knock), said)

    def _first(self, knock: Knock) -> Who:
        return self.people.known_as(knock.tenant, knock.user)[0]

    async def _press(self, knock: Knock) -> Answer:
        who = self.people.in_school(knock.tenant, knock.user, knock.school)
        if who is None:
            return answered(None, words().phrases["noted"]) if knock.waits else Answer()
        if knock.value == CLOSE:
            acting = _acting(knock, who)
            return await self._after(knock, acting, self.following.close(acting))
        if knock.verdict is not Verdict.MEDIA and knock.value.startswith((FORM, SEE)):
            return await self._show(knock, who)
        return await self._do(knock, who, _pressed(knock))

    async def _show(self, knock: Knock, who: Who) -> Answer:
        """Show a form, or private rows that were held; what is there no more is made anew."""
        try:
            shown = await self._asked(knock.value, who)
            if shown is not None:
                await look_at(self.handler, who, shown, knock.operation)
        except NotSaved:
            return await self._told(knock, who.school, self._card(who.school, "not_saved"))
        if shown is None and not knock.waits:
            return await self._told(knock, who.school, self._card(who.school, "cannot_show"))
        if shown is None:
            return await self._do(knock, who, meant(knock.value.removeprefix(FORM)))
        acting = _acting(knock, who)
        return await self._after(knock, acting, self.following.show(knock, acting, shown))

    async def _asked(self, value: str, who: Who) -> Card | None:
        if value.startswith(FORM):
            form = value.removeprefix(FORM)
            return await asked_by(self.handler, who.school, who.person, form)
        return await held_by(self.handler, self.following.messenger.held, who, value)

    async def _do(self, knock: Knock, who: Who, said: Said) -> Answer:
        self.where.note(knock.tenant, knock.user, who)
        if asked_for(said) is not None and not self.web:
            return await self._told(knock, who.school, card("take_nowhere"))
        if asked_for(said) is not None and not knock.waits:
            return await self._told(knock, who.school, self._card(who.school, "cannot_show"))
        inbound = Inbound(who.school, knock.operation, who.person, said, knock.name)
        reply = await self.handler.receive(inbound)
        acting = _acting(knock, who)
        return await self._after(
            knock, acting, self.following.follow(who, knock, reply, acting), reply
        )

    async def _told(self, knock: Knock, school: str, told: Card) -> Answer:
        """Tell somebody one of our own words, and no more."""
        acting = Acting(school, "")
        work = self.following.tell(knock, school, told)
        return await self._after(knock, acting, work, Reply(Outcome.FAILED, card=told))

    def _card(self, school: str, name: str) -> Card:
        number = number_now(self.handler.schools[school], self.handler.clock.now())
        return card(name, number=number)

    async def _after(
        self,
        knock: Knock,
        acting: Acting,
        work: Coroutine[Any, Any, None],
        reply: Reply | None = None,
    ) -> Answer:
        """Begin what follows a commit. An invoke waits a little for the card that comes of it."""
        following = self.backlog.add(work)
        if not knock.waits:
            return Answer()
        await asyncio.wait({following}, timeout=PATIENCE.total_seconds())
        told = reply.card.text if reply and reply.card else words().phrases["noted"]
        return answered(acting.answer, told)


def _pressed(knock: Knock) -> Said:
    """Return what a press says. Media beside it is all that it says."""
    if knock.verdict is Verdict.MEDIA:
        return Media()
    if knock.kind is Kind.FILLED:
        return Filled(knock.value, knock.content)
    return Opened() if knock.value == START else meant(knock.value)


def _acting(knock: Knock, who: Who) -> Acting:
    return Acting(who.school, who.person, knock.conversation, knock.activity, knock.waits)
