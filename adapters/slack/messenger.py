"""Slack as a messenger: private chats, the DSL channel, views opened on demand."""

# Rule 1: before each post in a channel it is looked at who can read it (`audit.py`).
# Rule 2: what belongs in a private view goes into the one that its reader has just opened, or is
#         held until they open one: it is never part of a message.
# Rule 3: after an unknown outcome everything is sent again, and an alert says so: a nudge that is
#         there twice does no harm, one that never came does.

from asyncio import Future
from contextvars import ContextVar
from dataclasses import dataclass, field

from adapters.chat.held import Held
from adapters.chat.people import People
from adapters.slack.audit import Audit
from adapters.slack.blocks import message, receipt_of
from adapters.slack.client import Api
from adapters.slack.modals import private_view
from adapters.slack.pacing import Pace
from adapters.slack.workspace import Workspace
from bot.dialogs.card import Card, CardKind
from bot.dialogs.flags import Level
from bot.dialogs.words import words
from bot.fsm.school import CHANNEL
from bot.ports import OurBug, Reroute, Retry

__all__ = ["ACTING", "Acting", "SlackMessenger"]


@dataclass(slots=True)
class Acting:
    """Whose doing is being answered, and the view that they have open, once it is.

    `shown`: the view has got something to show. `alone`: that is in no message, so nothing else
    takes its place there.
    """

    school: str
    person: str
    view: Future[str] | None = None
    shown: bool = False
    alone: bool = False


ACTING: ContextVar[Acting | None] = ContextVar("ACTING", default=None)

FIRST = 99
GONE = ("message_not_found", "channel_not_found")
FIXED = ("message_not_found", "cant_update_message", "edit_window_closed")
"""Words for a message that is there no more, and for one that cannot be changed any more."""


@dataclass(slots=True)
class SlackMessenger:
    """Sends cards. `ourselves` are our own user ids by workspace, `channels` those of schools."""

    api: Api
    people: People[Workspace]
    audit: Audit
    channels: dict[str, str]
    ourselves: dict[str, str]
    held: Held = field(default_factory=Held)
    pace: Pace = field(default_factory=Pace)

    async def send(
        self, school: str, to: str, card: Card, *, key: str, edit: str = "", again: bool = False
    ) -> str:
        """Deliver `card` and return where it is: the channel and the message's time.

        Raises:
            Retry, Reroute, OurBug: as `bot.ports.Messenger`.
        """
        workspace = self.people.home(school)
        if workspace is None:
            raise Reroute("the school is on no workspace of Slack's")
        acting = ACTING.get()
        mine = acting is not None and (acting.school, acting.person) == (school, to)
        if acting is not None and mine and card.fields and not acting.alone:
            shown = await self._show(workspace, school, card, acting)
            acting.alone = shown and card.kind is not CardKind.QUESTION
            if acting.alone:
                return ""
        repeated = again and not edit and card.kind is CardKind.ALERT
        mark = words().phrases["perhaps_again"] if repeated else ""
        named = f"{school}/{key}"
        return await self._deliver(
            workspace, school, to, card, named=named, edit=edit, mark=mark, answering=mine
        )

    async def amend(self, school: str, to: str, card: Card, *, edit: str) -> None:
        """Replace a message of ours; one that is gone, or cannot be changed any more, is left.

        Raises:
            Retry, Reroute, OurBug: as `bot.ports.Messenger`.
        """
        del to  # it stands where it stands
        workspace = self.people.home(school)
        channel, _, ts = edit.partition("|")
        if workspace is not None and ts:
            await self._edit(workspace, channel, ts, message(school, card, answering=True))

    async def take_back(self, school: str, receipt: str) -> None:
        """Delete a message of ours; one that is gone already is no failure.

        Raises:
            Retry, Reroute, OurBug: as `bot.ports.Messenger`.
        """
        workspace = self.people.home(school)
        channel, _, ts = receipt.partition("|")
        if workspace is None or not ts:
            return
        try:
            await self.api.call(workspace, "chat.delete", channel=channel, ts=ts)
        except Reroute as refused:
            if not str(refused).endswith(GONE):
                raise

    async def _deliver(
        self,
        workspace: Workspace,
        school: str,
        to: str,
        card: Card,
        *,
        named: str,
        edit: str,
        mark: str,
        answering: bool,
    ) -> str:
        place = await self._place(workspace, school, to)
        held = self.held.keep(school, to, card) if card.fields and to != CHANNEL else ""
        told = answering or bool(edit)
        made = message(school, card, answering=told, again=mark, held=held)
        if edit and (where := edit.partition("|"))[2]:
            edited = await self._edit(workspace, where[0], where[2], made)
            if edited:
                return edit
        return await self._post(workspace, place, made, named, card, talking=answering)

    async def _post(
        self,
        workspace: Workspace,
        place: str,
        made: dict[str, object],
        named: str,
        card: Card,
        *,
        talking: bool,
    ) -> str:
        """Post a new message when it is its turn."""
        where, now = f"{workspace.name}/{place}", self.audit.clock.machine()
        urgency = FIRST if talking else _urgency(card)
        if (wait := self.pace.wait(where, named, urgency, now, talking=talking)) is not None:
            raise Retry("Slack: one message a second", wait)
        try:
            sent = await self.api.call(
                workspace,
                "chat.postMessage",
                channel=place,
                unfurl_links=False,
                unfurl_media=False,
                **made,
            )
        except Retry as busy:
            if busy.after is not None:
                self.pace.leave_alone(where, now + busy.after, now)
            raise
        return receipt_of(sent)

    async def _edit(
        self, workspace: Workspace, channel: str, ts: str, made: dict[str, object]
    ) -> bool:
        """Replace a message; False where it is gone, so that a new one has to be sent."""
        try:
            await self.api.call(workspace, "chat.update", channel=channel, ts=ts, **made)
        except (Reroute, OurBug) as refused:
            if str(refused).endswith(FIXED):
                return False
            raise
        return True

    async def _place(self, workspace: Workspace, school: str, to: str) -> str:
        """Return the channel or user id to send to, once it has been looked at.

        Raises:
            Reroute: there is none, or others could read along.
        """
        ourselves = self.ourselves.get(workspace.name, "")
        if to == CHANNEL:
            channel = self.channels.get(school, "")
            if not channel:
                raise Reroute("the school has no channel")
            await self.audit.require(workspace, channel, ourselves)
            return channel
        account = self.people.account(school, to)
        if not account:
            raise Reroute("no account on Slack")
        return account

    async def _show(self, workspace: Workspace, school: str, card: Card, acting: Acting) -> bool:
        """Put a card with its private rows into the view that its reader opened, if any."""
        if acting.view is None:
            return False
        try:
            view = await acting.view
            made = private_view(school, card)
            await self.api.call(workspace, "views.update", view_id=view, view=made)
        except (Retry, Reroute, OurBug):
            return False
        acting.shown = True
        return True


def _urgency(card: Card) -> int:
    """Return how urgent a message is: as its case is."""
    return Level[card.level] if card.level in Level.__members__ else -1
