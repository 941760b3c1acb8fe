"""What follows when somebody knocks: who they are, what they did, what they are shown."""

# Rule 1: commit, then answer Slack; what is to be sent goes out after that.
# Rule 2: a view is opened before anything else is done: its trigger is good for three seconds.
# Rule 3: no one-time link is made where its address cannot be shown in full: it would be live and
#         nobody would have seen it.

import asyncio
from asyncio import Future
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from adapters.chat.backlog import Backlog
from adapters.chat.cap import Cap
from adapters.chat.forms import FORM, SEE, asked_by, held_by, look_at, meant
from adapters.chat.guard_words import Verdict
from adapters.chat.held import Held
from adapters.chat.people import People, Whereabouts, Who
from adapters.slack.door import Answer
from adapters.slack.following import Following
from adapters.slack.knock import Kind, Knock
from adapters.slack.modals import form_view, private_view, read_metadata
from adapters.slack.news import News
from adapters.slack.urgent import is_urgent
from adapters.slack.views import Views
from adapters.slack.whereabouts import is_outsider, workspace_of
from adapters.slack.workspace import Workspace
from bot.dialogs.card import Card
from bot.dialogs.words import card
from bot.fsm.alert.cards import number_now
from bot.fsm.desk.taking import asked_for
from bot.fsm.said import Filled, Media, Opened, Pressed, Said, Typed
from bot.handle import Handler
from bot.inbound import Inbound, Outcome, Reply
from bot.ports import NotSaved

__all__ = ["Reception"]

START = "start"
OPENS = ("open", "work", "ring", "record")
GOOD = frozenset({Outcome.SAVED, Outcome.AGAIN})
SAID = frozenset({Kind.TYPED, Kind.MENTION})
DONE = frozenset({Kind.PRESS, Kind.SHORTCUT, Kind.COMMAND})
"""What Slack does not deliver again: who did it has to be told each time."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.slack")


@dataclass(slots=True)
class Reception:
    """Takes what the door let in."""

    handler: Handler
    people: People[Workspace]
    where: Whereabouts[Workspace]
    views: Views
    news: News
    backlog: Backlog
    held: Held
    following: Following
    cap: Cap = field(default_factory=Cap)

    async def take(self, knock: Knock, ours: Sequence[Workspace]) -> Answer:
        """Do what a knock asks for; answer once it is on disk."""
        workspace = workspace_of(knock, ours)
        if workspace is None or self.views.is_ours(workspace, knock.user):
            return Answer()
        now = self.handler.clock.machine()
        fast = knock.user and not self.cap.admits(workspace.team, knock.user, now)
        if fast and not await is_urgent(self.handler, self.people, self.where, workspace, knock):
            return self._too_fast(workspace, knock, now)
        if is_outsider(knock, workspace) or self.news.is_off(workspace, knock.user):
            school = self.handler.rotas.last(workspace.schools[0])
            number = number_now(school, self.handler.clock.now())
            told = card("outsider", school=school.name, number=number)
            self.backlog.add(self.views.tell(workspace, knock, school.id, told))
            return Answer()
        doing = {
            Kind.TYPED: self._typed,
            Kind.MENTION: self._typed,
            Kind.PRESS: self._press,
            Kind.FORM: self._form,
            Kind.SHORTCUT: self._start,
            Kind.COMMAND: self._start,
        }
        if knock.kind in doing:
            return await doing[knock.kind](workspace, knock)
        self.news.hear(workspace, knock)
        return Answer()

    def _too_fast(self, workspace: Workspace, knock: Knock, now: datetime) -> Answer:
        """Take nothing and say so. Words are asked of Slack again; a form keeps what is in it."""
        _log.warning("slack_too_fast", workspace=workspace.name)
        school = self.handler.rotas.last(workspace.schools[0])
        told = card("too_fast", number=number_now(school, self.handler.clock.now()))
        if knock.kind is Kind.FORM:
            return _not_taken(told)
        if knock.kind in DONE or (
            knock.kind in SAID and self.cap.tells(workspace.team, knock.user, now)
        ):
            self.backlog.add(self.following.tell(workspace, knock, school.id, told))
        return Answer(503 if knock.kind in SAID else 200)

    async def _typed(self, workspace: Workspace, knock: Knock) -> Answer:
        who = self.where.of(workspace, knock.user)
        is_media = knock.verdict is Verdict.MEDIA
        if not knock.private:
            school = workspace.schools[0] if who is None else who.school
            self.backlog.add(self.views.aside(workspace, knock, school))
            if not is_media:
                return Answer()
        if who is None and not is_media:
            self.backlog.add(self.views.ask_which(workspace, knock.user, self.people))
            return Answer()
        who = who or self.people.known_as(workspace, knock.user)[0]
        said: Said = Media() if is_media else Typed(knock.text)
        return await self._do(workspace, who, knock, said, None)

    async def _press(self, workspace: Workspace, knock: Knock) -> Answer:
        parts = knock.action.split(".")
        school = parts[1] if len(parts) > 1 else ""
        who = self.people.in_school(workspace, knock.user, school)
        if who is None or not knock.value:
            return Answer()
        if knock.value == START:
            return await self._start(workspace, knock, school)
        if knock.verdict is Verdict.MEDIA:
            return await self._do(workspace, who, knock, Media(), None)
        if knock.value.startswith(FORM):
            return await self._open_form(workspace, who, knock)
        if knock.value.startswith(SEE) and (
            shown := await held_by(self.handler, self.held, who, knock.value)
        ):
            return await self._show_held(workspace, who, knock, shown)
        view = self._view(workspace, knock)
        return await self._do(workspace, who, knock, meant(knock.value), view)

    async def _open_form(self, workspace: Workspace, who: Who, knock: Knock) -> Answer:
        value = knock.value.removeprefix(FORM)
        view = self.views.opening(workspace, knock.trigger)
        try:
            asks = await asked_by(self.handler, who.school, who.person, value)
            if asks is not None and asks.form is not None:
                await look_at(self.handler, who, asks, knock.operation)
        except NotSaved:
            return self._not_saved(workspace, who, knock, view)
        if asks is None or asks.form is None:
            return await self._do(workspace, who, knock, Pressed(value), view)
        made = form_view(who.school, asks, asks.form)
        self.backlog.add(self.views.show(workspace, view, made))
        return Answer()

    async def _show_held(self, workspace: Workspace, who: Who, knock: Knock, shown: Card) -> Answer:
        view = self.views.opening(workspace, knock.trigger)
        try:
            await look_at(self.handler, who, shown, knock.operation)
        except NotSaved:
            return self._not_saved(workspace, who, knock, view)
        made = private_view(who.school, shown, self.following.web)
        self.backlog.add(self.views.show(workspace, view, made))
        return Answer()

    def _not_saved(
        self, workspace: Workspace, who: Who, knock: Knock, view: Future[str] | None
    ) -> Answer:
        number = number_now(self.handler.rotas.last(who.school), self.handler.clock.now())
        told = Reply(Outcome.NOT_SAVED, card=card("not_saved", number=number))
        self.backlog.add(self.following.follow(workspace, who, knock, told, view))
        return Answer()

    async def _form(self, workspace: Workspace, knock: Knock) -> Answer:
        school, value = read_metadata(knock.value)
        who = self.people.in_school(workspace, knock.user, school)
        if who is None:
            return Answer()
        is_media = knock.verdict is Verdict.MEDIA
        said: Said = Media() if is_media else Filled(value, knock.content)
        inbound = Inbound(who.school, knock.operation, who.person, said)
        reply = await self.handler.receive(inbound)
        without = Reply(reply.outcome, reply.jobs)
        self.backlog.add(self.following.follow(workspace, who, knock, without, None))
        if reply.card is None or reply.outcome in GOOD:
            return Answer()
        return _not_taken(reply.card)

    async def _start(self, workspace: Workspace, knock: Knock, school: str = "") -> Answer:
        who = self.people.in_school(workspace, knock.user, school) or self.where.of(
            workspace, knock.user
        )
        view = self.views.opening(workspace, knock.trigger)
        if who is None:
            which = self.views.which(self.people.names(workspace))
            self.backlog.add(self.views.show(workspace, view, which))
            return Answer()
        return await self._do(workspace, who, knock, Opened(), view)

    async def _do(
        self,
        workspace: Workspace,
        who: Who,
        knock: Knock,
        said: Said,
        view: Future[str] | None,
    ) -> Answer:
        self.where.note(workspace, knock.user, who)
        if asked_for(said) is not None and not self.following.web:
            told = Reply(Outcome.SAVED, card=card("take_nowhere"))
            self.backlog.add(self.following.follow(workspace, who, knock, told, view))
            return Answer()
        inbound = Inbound(who.school, knock.operation, who.person, said)
        reply = await self.handler.receive(inbound)
        self.backlog.add(self.following.follow(workspace, who, knock, reply, view))
        asks_again = reply.outcome is Outcome.NOT_SAVED and knock.kind in SAID
        return Answer(503 if asks_again else 200)

    def _view(self, workspace: Workspace, knock: Knock) -> Future[str] | None:
        """Return the view in which an answer is shown: the pressed one, or one to be opened."""
        if knock.view:
            here: Future[str] = asyncio.get_running_loop().create_future()
            here.set_result(knock.view)
            return here
        _, _, rest = knock.value.partition(".")
        deed = rest.partition(".")[2].partition(".")[0]
        wanted = knock.value.startswith(SEE) or (knock.value.startswith("deed.") and deed in OPENS)
        return self.views.opening(workspace, knock.trigger) if wanted else None


def _not_taken(told: Card) -> Answer:
    """Return the answer that leaves a form open, with what is in it, and says why."""
    return Answer(body={"response_action": "errors", "errors": {"form": told.text}})
