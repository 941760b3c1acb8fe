"""Opening private views, and small answers beside the conversation: never a word of a case."""

from asyncio import Future, ensure_future
from dataclasses import dataclass

from adapters.chat.people import People
from adapters.chat.picking import at
from adapters.slack.blocks import (
    Block,
    actions,
    context,
    escaped,
    message,
    receipt_of,
    section,
)
from adapters.slack.client import Api
from adapters.slack.knock import Knock
from adapters.slack.modals import note_view
from adapters.slack.workspace import Workspace
from bot.dialogs.card import Button, Card
from bot.dialogs.words import button, card, words

__all__ = ["Views"]


@dataclass(slots=True)
class Views:
    """Opens and changes views. `ourselves` are our own user ids by workspace."""

    api: Api
    ourselves: dict[str, str]

    def is_ours(self, workspace: Workspace, user: str) -> bool:
        """Return whether this is our own account: what it says is never answered."""
        return bool(user) and user == self.ourselves.get(workspace.name)

    def opening(self, workspace: Workspace, trigger: str) -> Future[str]:
        """Begin to open a view at once, before any other work; return its id to come.

        A trigger is good for three seconds.
        """
        waiting = note_view("", card("one_moment").text)
        opened: Future[str] = ensure_future(self._open(workspace, trigger, waiting))
        opened.add_done_callback(_seen)
        return opened

    async def _open(self, workspace: Workspace, trigger: str, view: Block) -> str:
        told = await self.api.call(workspace, "views.open", trigger_id=trigger, view=view)
        return at(told, "view", "id")

    async def show(self, workspace: Workspace, view: Future[str], made: Block) -> None:
        """Put something into a view that is being opened."""
        opened = await view
        await self.api.call(workspace, "views.update", view_id=opened, view=made)

    def elsewhere(self, workspace: Workspace) -> Block:
        """Return the view that leads to the private chat."""
        ours = self.ourselves.get(workspace.name, "")
        go = f"https://slack.com/app_redirect?team={workspace.team}&channel={ours}"
        return note_view("", card("in_private").text, go=go)

    def which(self, schools: dict[str, str]) -> Block:
        """Return the view that asks which school (id to name) a concern is about."""
        start = [Button(label=name, value="start") for name in schools.values()]
        blocks = note_view("", card("which_school").text)
        for (school, _), each in zip(schools.items(), start, strict=True):
            blocks["blocks"].insert(-1, *actions(school, [each], "start"))
        return blocks

    async def aside(self, workspace: Workspace, knock: Knock, school: str) -> None:
        """Tell somebody in a place that others read where to go instead; quote nothing."""
        start = button("start", "start")
        await self.api.call(
            workspace,
            "chat.postEphemeral",
            channel=knock.channel,
            user=knock.user,
            text=escaped(card("private_only").text),
            blocks=[
                section(card("private_only").text),
                *actions(school, [start], "start"),
                context(words().foot),
            ],
        )

    async def ask_which(self, workspace: Workspace, user: str, people: People[Workspace]) -> None:
        """Ask in the private chat which school somebody's words are about; they are not kept."""
        view = self.which(people.names(workspace))
        text = escaped(card("which_school").text)
        await self.api.call(
            workspace, "chat.postMessage", channel=user, text=text, blocks=view["blocks"]
        )

    async def whisper(
        self, workspace: Workspace, user: str, school: str, shown: Card, held: str = ""
    ) -> str:
        """Tell somebody something in the private chat, outside the outbox; return its receipt.

        `held` is what the card's private rows are asked for by.
        """
        sent = await self.api.call(
            workspace,
            "chat.postMessage",
            channel=user,
            unfurl_links=False,
            unfurl_media=False,
            **message(school, shown, answering=True, held=held),
        )
        return receipt_of(sent)

    async def tell(self, workspace: Workspace, knock: Knock, school: str, shown: Card) -> None:
        """Tell somebody something directly, outside the outbox: in a view if one can be opened."""
        if knock.trigger and not knock.view:
            view = note_view(school, shown.text)
            await self._open(workspace, knock.trigger, view)
            return
        if knock.private or not knock.channel:
            await self.whisper(workspace, knock.user, school, shown)
            return
        made = message(school, shown, answering=True)
        await self.api.call(
            workspace, "chat.postEphemeral", channel=knock.channel, user=knock.user, **made
        )


def _seen(opened: Future[str]) -> None:
    """Take note of a view that could not be opened; whoever waits for it hears of it too."""
    _ = opened.cancelled() or opened.exception()  # asyncio reports what nobody has looked at
