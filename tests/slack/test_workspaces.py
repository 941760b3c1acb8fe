"""Several workspaces, several schools in each: nothing of one is ever seen in another."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from aiohttp.test_utils import TestClient, TestServer

from adapters.slack.audit import Audit
from adapters.slack.client import Client
from adapters.slack.running import Slack, make_messenger, make_slack
from adapters.slack.workspace import Workspace
from bot.fsm.school import School
from bot.handle import Handler
from tests.chat import SimClock
from tests.engine import FRIDAY_MORNING, PEOPLE, a_school
from tests.platforms.house import inside, on_platform
from tests.slack.fake import FakeSlack
from tests.slack.hands import FORM, Hands

TEAMS = ("T0NORTH", "T0SOUTH")
SCHOOLS = {"T0NORTH": ("hill", "dale"), "T0SOUTH": ("sea", "moor")}
RED = "Danger now, needs 999"


def account(school: str, person: str) -> str:
    return f"U0{school.upper()}{person.upper()}"


def school_of(name: str) -> School:
    accounts = {each.id: account(name, each.id) for each in PEOPLE}
    made = on_platform(a_school(), "slack", accounts, f"G0{name.upper()}")
    return made.model_copy(update={"id": name, "name": f"{name.title()} School"})


class Both(Client):
    """Calls the Slack of each workspace by the token that it is given."""

    by_team: dict[str, Client]

    async def call(self, workspace: Workspace, method: str, **said: object) -> Any:
        return await self.by_team[workspace.team].call(workspace, method, **said)

    async def identity(self, workspace: Workspace) -> Any:
        return await self.by_team[workspace.team].identity(workspace)


@dataclass
class Two:
    """A deployment on two workspaces."""

    fakes: dict[str, FakeSlack]
    hands: dict[str, Hands]
    slack: Slack
    handler: Handler

    async def cases(self, school: str) -> int:
        return len(await self.handler.store.cases(school))

    def told(self, team: str, *, where: str = "") -> str:
        """Return all that was said in a workspace, and tick it off."""
        return " ".join(str(each.blocks) for each in self.fakes[team].take(where))


@asynccontextmanager
async def two_workspaces() -> AsyncIterator[Two]:
    clock = SimClock(FRIDAY_MORNING)
    schools = {name: school_of(name) for team in TEAMS for name in SCHOOLS[team]}
    homes = [
        Workspace(team.lower(), team, SCHOOLS[team], f"xoxb-{team}", f"secret-{team}")
        for team in TEAMS
    ]
    fakes = {team: FakeSlack(clock.now, team=team) for team in TEAMS}
    for team, fake in fakes.items():
        for name in SCHOOLS[team]:
            school = schools[name]
            users = [account(name, each.id) for each in school.people]
            for user in (*users, "U0SUPPLY"):
                fake.person(user)
            fake.channel(school.channel, [account(name, "dsl")])
    north, south = (fakes[team] for team in TEAMS)
    async with (
        north.serving() as one,
        south.serving() as other,
        Client(one) as first,
        Client(other) as second,
        Both() as client,
    ):
        client.by_team = dict(zip(TEAMS, (first, second), strict=True))
        messenger = make_messenger(homes, schools, client, Audit(client, clock))
        within = inside(schools, clock, messenger)
        handler, tell = within.handler, within.failures.append
        slack = make_slack(homes, handler, messenger, client, tell)
        await slack.begin()
        async with TestClient(TestServer(slack.app)) as door:
            hands = {t: Hands(fakes[t], slack, door, f"secret-{t}") for t in TEAMS}
            yield Two(fakes, hands, slack, handler)
            await slack.backlog.drained()
    assert within.failures == []
    assert within.bugs == []
    for fake in fakes.values():
        assert fake.wrongs == []


async def test_a_concern_is_seen_in_its_own_school_and_workspace_alone() -> None:
    async with two_workspaces() as two:
        sam = account("hill", "sam")
        await two.hands["T0NORTH"].command(sam)
        await two.hands["T0NORTH"].press(sam, RED)

        assert [await two.cases(name) for name in ("hill", "dale", "sea", "moor")] == [1, 0, 0, 0]
        north = two.fakes["T0NORTH"]
        reached = {each.to for each in north.take() if "EMERGENCY" in each.text}
        assert reached == {
            "G0HILL",
            *(account("hill", each) for each in ("dsl", "deputy1", "deputy2")),
        }
        assert two.fakes["T0SOUTH"].take() == []
        assert two.fakes["T0SOUTH"].calls == ["auth.test"]


async def test_both_workspaces_are_served_side_by_side() -> None:
    async with two_workspaces() as two:
        for team, school in (("T0NORTH", "dale"), ("T0SOUTH", "moor")):
            user = account(school, "sam")
            await two.hands[team].command(user)
            await two.hands[team].press(user, RED)
            assert "EMERGENCY" in two.told(team, where=account(school, "dsl"))

        assert [await two.cases(name) for name in ("hill", "dale", "sea", "moor")] == [0, 1, 0, 1]


async def test_what_one_workspace_signed_says_nothing_in_another() -> None:
    async with two_workspaces() as two:
        sam = account("hill", "sam")
        said = {"command": "/concern", "user_id": sam, "team_id": "T0NORTH"}

        await two.hands["T0SOUTH"].send(urlencode(said).encode(), FORM)

        assert [await two.cases(name) for name in ("hill", "dale", "sea", "moor")] == [0] * 4
        assert two.fakes["T0NORTH"].take() == []


async def test_a_button_of_one_school_is_none_of_anothers_in_another_workspace() -> None:
    async with two_workspaces() as two:
        dsl = account("sea", "dsl")
        action = {"type": "button", "action_id": "hr.hill.a0", "value": "deed.YP-7K3Q.open"}
        said = {"type": "block_actions", "actions": [{**action, "action_ts": "9.9"}]}

        status = await two.hands["T0SOUTH"].interact({**said, **two.hands["T0SOUTH"].who(dsl)})

        assert status == 200
        assert two.fakes["T0SOUTH"].take() == []


async def test_somebody_on_no_roster_is_asked_which_school_they_mean() -> None:
    async with two_workspaces() as two:
        hands = two.hands["T0SOUTH"]
        await hands.command("U0SUPPLY")
        assert "Sea School" in hands.words("U0SUPPLY")
        assert "Hill School" not in hands.words("U0SUPPLY")

        await hands.press("U0SUPPLY", "Moor School")
        hands.close("U0SUPPLY")
        await hands.press("U0SUPPLY", RED)

        assert [await two.cases(name) for name in ("hill", "dale", "sea", "moor")] == [0, 0, 0, 1]
        assert "EMERGENCY" in two.told("T0SOUTH", where=account("moor", "dsl"))
        hands.close("U0SUPPLY")
        dsl = account("moor", "dsl")
        await hands.press(dsl, "Open case", "G0MOOR")
        assert "not on the roster" in hands.words(dsl)


async def test_a_person_of_the_other_workspace_gets_the_numbers_and_raises_nothing() -> None:
    async with two_workspaces() as two:
        hands = two.hands["T0NORTH"]
        hands.fake.person("U0SEADSL", team_id="T0SOUTH")
        event = {"type": "message", "user": "U0SEADSL", "text": "help", "ts": "9.9"}
        place = {"channel": "D1", "channel_type": "im", "user_team": "T0SOUTH"}

        assert await hands.event({**event, **place}) == 200

        assert await two.cases("hill") == 0
        assert "01632 960100" in json.dumps([each.blocks for each in hands.fake.take()])
