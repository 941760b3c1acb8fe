"""What follows a doing: its messages go out; what is for its doer alone is told at once.

Nothing here is in the outbox twice: what is told directly was never put there.
"""

# Rule 1: a person's messages go out one turn after the other, so that the newest stands.
# Rule 2: private rows are shown in a view; where none can be opened they are held for their reader.

import asyncio
from asyncio import Future
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from weakref import WeakValueDictionary

import structlog

from adapters.chat.held import Held
from adapters.chat.people import Who
from adapters.slack.knock import Knock
from adapters.slack.messenger import ACTING, Acting
from adapters.slack.modals import note_view, private_view
from adapters.slack.views import Views
from adapters.slack.workspace import Workspace
from bot.dialogs.card import Card
from bot.handle import Handler
from bot.inbound import Outcome, Reply
from bot.lingering import Lingering
from bot.ports import NotSaved, OurBug, Reroute, Retry

__all__ = ["Following"]

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.slack")


WAITS = tuple(timedelta(seconds=each) for each in (1, 5, 15, 60, 60))
"""How long is waited after each try to tell somebody that their doing was not taken."""


@dataclass(slots=True)
class Following:
    """Sends what a turn came to. `web` is the address of our own web process, '' if not set.

    `wait` lets seconds go by between two tries. `lingering` says when our messages are taken back.
    """

    handler: Handler
    views: Views
    held: Held
    web: str = ""
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    lingering: Lingering = field(default_factory=Lingering)
    _turns: WeakValueDictionary[Who, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def follow(
        self,
        workspace: Workspace,
        who: Who,
        knock: Knock,
        reply: Reply,
        view: Future[str] | None,
    ) -> None:
        """Send what a turn came to; then show in the view, if nothing else is, where to go on."""
        turn = self._turns.setdefault(who, asyncio.Lock())
        acting = Acting(who.school, who.person, view)
        ACTING.set(acting)  # this task's own
        told = True
        async with turn:
            try:
                if reply.card is not None:
                    told = await self._directly(workspace, who, knock, reply.card, view)
                await self.handler.send(who.school, reply.jobs)
            except NotSaved:
                if told:
                    return  # what was said is on disk; its messages go again by and by
        if reply.card is not None and not told:
            await self.tell(workspace, knock, who.school, reply.card, self._held(who, reply.card))
        if view is None or acting.shown or reply.card or reply.outcome is not Outcome.SAVED:
            return
        await self.views.show(workspace, view, self.views.elsewhere(workspace))

    async def _directly(
        self, workspace: Workspace, who: Who, knock: Knock, told: Card, view: Future[str] | None
    ) -> bool:
        """Tell somebody outside the outbox: in the open view and in the private chat.

        Private rows are in the view alone; the chat leads to them only where no view has them.
        Return whether anything got through.
        """
        shown = await self._in_view(workspace, who, told, view)
        if told.fields and shown:
            return True
        try:
            held = self._held(who, told)
            await self._whisper(workspace, knock.user, who.school, told, held)
        except (Retry, Reroute):
            return shown
        return True

    def _held(self, who: Who, told: Card) -> str:
        return self.held.keep(who.school, who.person, told) if told.fields else ""

    async def tell(
        self, workspace: Workspace, knock: Knock, school: str, told: Card, held: str = ""
    ) -> None:
        """Tell somebody what became of their doing, until it gets through: nobody else will."""
        if knock.trigger and not knock.view and not held:
            try:
                await self.views.tell(workspace, knock, school, told)
            except (Retry, Reroute, OurBug):
                _log.warning("slack_view_lost", workspace=workspace.name)
            else:
                return
        for wait in WAITS:
            try:
                await self._whisper(workspace, knock.user, school, told, held)
            except Retry as problem:
                await self.wait((problem.after or wait).total_seconds())
            except Reroute:
                break
            else:
                return
        _log.error("slack_person_not_told", workspace=workspace.name)

    async def _whisper(
        self, workspace: Workspace, user: str, school: str, told: Card, held: str
    ) -> None:
        """Tell somebody something in the private chat; it is taken back like all others."""
        receipt = await self.views.whisper(workspace, user, school, told, held)
        now = self.handler.clock.machine()
        await self.lingering.remember(self.handler.store, school, told.case, receipt, now)

    async def _in_view(
        self, workspace: Workspace, who: Who, told: Card, view: Future[str] | None
    ) -> bool:
        if view is None:
            return False
        made = (
            private_view(who.school, told, self.web)
            if told.fields
            else note_view(who.school, told.text)
        )
        try:
            await self.views.show(workspace, view, made)
        except (Retry, Reroute, OurBug):
            _log.warning("slack_view_lost", workspace=workspace.name)
            return False
        return True
