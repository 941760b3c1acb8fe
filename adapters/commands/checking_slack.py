"""`handrail check slack`: token, scopes, channel, people and retention, each with its cure."""

from collections.abc import AsyncIterator, Mapping

from adapters.chat.people import People
from adapters.chat.picking import table
from adapters.commands.checked import Line
from adapters.commands.slack_cures import CHANNEL, DOUBTS, NO_ANSWER, RETENTION, UNSEEN, shown
from adapters.environment import Environment
from adapters.machine_clock import MachineClock
from adapters.slack.audit import Audit
from adapters.slack.client import Client, Identity, TooMuch
from adapters.slack.directory import SlackDirectory
from adapters.slack.opening import opened_client, secret_names, with_secrets
from adapters.slack.workspace import PLATFORM, Workspace
from bot.directory import Standing
from bot.fsm.school import ALERTED, Person, School
from bot.ports import OurBug, Reroute, Retry
from bot.settings.reading import Settings
from bot.settings.slack import SlackWorkspace

__all__ = ["check_slack", "check_workspace"]


async def check_slack(environment: Environment, settings: Settings) -> list[Line]:
    """Return how each workspace stands."""
    if not settings.slack:
        cure = "Add a table [[slack]], and slack = to the schools that are on it."
        return [Line("FAIL", "slack", "no school is on a workspace.", cure)]
    found: list[Line] = []
    schools = {school.id: school for school in settings.schools}
    async with opened_client(environment) as client:
        for each in settings.slack:
            secrets = environment.slack
            missing = [name for name in secret_names(each) if not secrets.get(name)]
            found += [
                Line("FAIL", each.name, f"{name} is not set.", shown(name)) for name in missing
            ]
            if not missing:
                workspace = with_secrets(environment, each)
                ours = [schools[name] for name in each.schools]
                found += [line async for line in check_workspace(client, each, workspace, ours)]
    return found


async def check_workspace(
    client: Client, told: SlackWorkspace, workspace: Workspace, schools: list[School]
) -> AsyncIterator[Line]:
    """Yield how a workspace stands."""
    about = f"{told.name} token"
    try:
        identity = await client.identity(workspace)
    except TooMuch as scopes:
        cure = "Take them out of the app, install it again, use the new token."
        yield Line("FAIL", about, f"it may do more than Handrail may have: {scopes}.", cure)
        return
    except Retry as wrong:
        yield Line("FAIL", about, f"{wrong}.", NO_ANSWER)
        return
    except (Reroute, OurBug) as wrong:
        cure = "Is the token this app's bot token (xoxb-), and the app installed?"
        yield Line("FAIL", about, f"{wrong}.", cure)
        return
    for line in _identity(told, identity):
        yield line
    if told.socket:
        yield await _socket(client, told, workspace)
    for school in schools:
        channel = await _channel(client, workspace, school, identity)
        yield channel
        for person in school.people:
            if set(ALERTED) & set(person.roles):
                seen = channel.grade == "ok"
                yield await _person(client, workspace, school, person, seen=seen)
    yield Line("warn", f"{told.name} retention", RETENTION)


def _identity(told: SlackWorkspace, identity: Identity) -> list[Line]:
    found = [Line("ok", f"{told.name} token", "works")]
    if identity.team != told.team:
        cure = f'Write team = "{identity.team}", or use the token of the other workspace.'
        found = [Line("FAIL", f"{told.name} team", f"the token is of {identity.team}.", cure)]
    missing = identity.missing(chat=told.intake == "chat")
    if missing:
        cure = f"Paste `handrail manifest slack --intake {told.intake}` and install it again."
        found.append(Line("FAIL", f"{told.name} scopes", f"wanting: {', '.join(missing)}.", cure))
    else:
        found.append(Line("ok", f"{told.name} scopes", "what is needed, and no more"))
    return found


async def _socket(client: Client, told: SlackWorkspace, workspace: Workspace) -> Line:
    about = f"{told.name} socket"
    try:
        await client.line_address(workspace)
    except (Retry, Reroute, OurBug) as wrong:
        cure = "Is it an app-level token (xapp-) with connections:write, and Socket Mode on?"
        return Line("FAIL", about, f"{wrong}.", cure)
    return Line("ok", about, "a line can be opened")


async def _channel(
    client: Client, workspace: Workspace, school: School, identity: Identity
) -> Line:
    about = f"{school.id} channel"
    if not school.channel:
        cure = "Alerts go to people one by one. Add its id as dsl_channel."
        return Line("warn", about, "there is none.", cure)
    audit = Audit(client, MachineClock())
    try:
        problems = await audit.look(workspace, school.channel, identity.user)
    except Retry as wrong:
        return Line("FAIL", about, f"{wrong}.", NO_ANSWER)
    except (Reroute, OurBug) as wrong:
        return Line("FAIL", about, f"{wrong}.", UNSEEN)
    if problems:
        found = "; ".join(dict.fromkeys(DOUBTS[each] for each in problems))
        return Line("FAIL", about, f"{found}.", CHANNEL)
    return Line("ok", about, "only the school's own people read it")


async def _person(
    client: Client, workspace: Workspace, school: School, person: Person, *, seen: bool
) -> Line:
    """Return how somebody is reached, and whether they are in the channel where that is `seen`."""
    about, account = f"{school.id} {person.id}", person.accounts.get(PLATFORM, "")
    if not account:
        cure = 'Add accounts = { slack = "U…" }: their profile in Slack, under ⋮, copies it.'
        return Line("warn", about, "no alert reaches them on Slack.", cure)
    here = {school.id: school}
    directory = SlackDirectory(client, People(PLATFORM, [workspace], here), here)
    try:
        user = table(await client.call(workspace, "users.info", user=account), "user")
        standing = await directory.standing(school.id, person.id) if seen else Standing.REACHABLE
    except Retry as wrong:
        return Line("FAIL", about, f"{wrong}.", NO_ANSWER)
    except (Reroute, OurBug) as wrong:
        cure = "Is the id theirs (U…), and of this workspace? Their profile, under ⋮, copies it."
        return Line("FAIL", about, f"{wrong}.", cure)
    found = _wrong(user, standing)
    return Line("FAIL", about, *found) if found else Line("ok", about, "reached on Slack")


def _wrong(user: Mapping[str, object], standing: Standing) -> tuple[str, str] | None:
    """Return what is wrong with an account, and its cure."""
    if user.get("deleted") is not False and "deleted" in user:
        return "the account is switched off.", "Mend the roster now."
    if user.get("is_bot"):
        return "that is an app.", "Write the id of a person."
    if standing is Standing.NOT_IN_CHANNEL:
        return "not in the DSL channel.", "Add them to it."
    return None
