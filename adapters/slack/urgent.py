"""What somebody says too fast may be the one answer that matters: then no cap stops it."""

from adapters.chat.forms import meant
from adapters.chat.guard_words import Verdict
from adapters.chat.people import People, Whereabouts, Who
from adapters.slack.knock import Kind, Knock
from adapters.slack.modals import read_metadata
from adapters.slack.workspace import Workspace
from bot.ahead import would_alert
from bot.fsm.said import Filled, Said, Typed
from bot.handle import Handler

__all__ = ["is_urgent"]


async def is_urgent(
    handler: Handler,
    people: People[Workspace],
    where: Whereabouts[Workspace],
    workspace: Workspace,
    knock: Knock,
) -> bool:
    """Return whether a doing would alert somebody. Media and what only shows something do not."""
    if knock.verdict is Verdict.MEDIA:
        return False
    who, said = _meant(people, where, workspace, knock)
    if who is None or said is None:
        return False
    return await would_alert(handler, who.school, who.person, said)


def _meant(
    people: People[Workspace], where: Whereabouts[Workspace], workspace: Workspace, knock: Knock
) -> tuple[Who | None, Said | None]:
    match knock.kind:
        case Kind.TYPED if knock.private:
            return where.of(workspace, knock.user), Typed(knock.text)
        case Kind.PRESS if knock.value:
            school = [*knock.action.split("."), ""][1]
            return people.in_school(workspace, knock.user, school), meant(knock.value)
        case Kind.FORM:
            school, value = read_metadata(knock.value)
            return people.in_school(workspace, knock.user, school), Filled(value, knock.content)
        case _:
            return None, None
