"""A concern that somebody of the school is not to hear of, and everything that follows from it."""

# Rule: whatever reaches the subject, or a channel that they read, once they are off the case is
#       a leak: a message, an edit, a call to their phone or to one that they carry. What they are
#       answered when they press on the case is compared byte for byte with a case that never was.

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from bot.dialogs.load import sheets
from bot.fsm.case import CaseStage
from bot.fsm.said import Filled, Media, Pressed, Said, Typed
from bot.fsm.school import CHANNEL, TEAM, Role, School, Way
from bot.rota.duty import duty_at
from tests.chat import Sent
from tests.engine import REFS, World
from tests.properties.vocabulary import DEEDS_TRIED

NEVER = "YP-0000"
"""A reference that no case has."""

KINDS = (*("deed",) * 3, *("sheet",) * 2, *("wait",) * 2, "told", "chat", "subject")
TRIED = (
    *("open", "work", "record", "record.0.page", "ring.1", "rang.1.101", "link", "link.YP-0001"),
    *("hand", "hand.deputy1", "coming", "take_over", "not_me", "accept", "decline"),
    *("sheet.decision.0", "sheet.signoff.0.verdict.0", "later.review.0", "no such deed"),
)
"""What the subject tries on a case of which they are to know nothing."""

READS = {Role.DSL, Role.DEPUTY, Role.HEAD}
SURNAMED = READS | {Role.CHAIR, Role.IT}
OPENING = {True: "not known", False: "no"}
"""What is said first: with a card out before the subject is named, or without."""


class How(StrEnum):
    """How it comes out that somebody is not to hear of it."""

    ROLE = "their role is picked"
    NAME = "their name is typed, and it is them or their family"
    NOT_SAID = "their name is typed, and nobody says whether it is them"
    THEMSELVES = "they press that they are connected to it"


ROLES: dict[Role, tuple[str, ...]] = {
    Role.DSL: ("someone who works here", "the dsl"),
    Role.DEPUTY: ("someone who works here", "a deputy"),
    Role.HEAD: ("the head",),
    Role.CHAIR: ("the chair",),
    Role.IT: ("someone who works here", "another role"),
    Role.STAFF: ("someone who works here", "another role"),
}
"""What a reporter says of somebody's role."""


@dataclass
class Story:
    """One school, one subject, one way in which they are named."""

    school: School
    subject: str
    how: How
    chance: Random
    at: datetime
    out_before: bool = False
    since: int = 0
    reads: bool = False
    leaks: list[str] = field(default_factory=list)

    async def play(self, steps: int) -> None:
        """Tell it, then let `steps` things happen, whoever does them."""
        self.world = World(self.school, self.at)
        person = self.school.person(self.subject)
        roles = set(person.roles) if person else set()
        self.reads = bool(READS & roles)
        self.carries = bool(TEAM & roles)
        staff = (one.id for one in self.school.of_role(Role.STAFF))
        self.reporter = next(one for one in staff if one != self.subject)
        if self.chance.random() < 0.4:
            self.world.chat.slow |= {self.subject, CHANNEL}
        await self.tell("hello", OPENING[self.out_before])
        await self.name(roles)
        self.since = len(self.world.chat.untaken)
        await self.compare()
        for _ in range(steps):
            await self.step()
        self.world.chat.slow.clear()
        self.world.chat.down = False
        await self.world.wait(timedelta(days=4))
        await self.compare()
        self.leaks += [f"{each.to}: {each.card.name}" for each in self.heard()]

    async def tell(self, *texts: str) -> None:
        """Let the reporter type."""
        for text in texts:
            await self.world.say(self.reporter, Typed(text))

    async def name(self, roles: set[Role]) -> None:
        """Let it come out that the subject is not to hear of it."""
        person = self.school.person(self.subject)
        assert person is not None
        if self.how is How.ROLE:
            role = next(role for role in Role if role in roles)
            await self.tell(*ROLES[role])
        elif self.how is How.THEMSELVES:
            if not self.out_before:
                await self.tell("another adult")
            await self.world.wait(timedelta(minutes=25))
            await self.world.say(self.subject, Pressed(f"deed.{REFS[0]}.not_me"))
        else:
            await self.tell(
                "no adult", "no", "not passed on", "no", f"Jo {person.name.split()[-1]}"
            )
            if self.how is How.NAME:
                await self.tell("it is them")
            if not self.out_before and self.chance.random() < 0.5:
                await self.tell("ring me")

    async def step(self) -> None:
        """Let one thing happen."""
        chance, case = self.chance, await self.world.case()
        people = [one.id for one in self.school.people]
        kind = chance.choice(KINDS)
        who = case.owner if case.owner and chance.random() < 0.5 else chance.choice(people)
        match kind:
            case "deed":
                await self.press(who, chance.choice((*DEEDS_TRIED, "hand", "work")))
            case "sheet":
                await self.fill(who)
            case "wait":
                await self.world.wait(self.pause())
            case "told" if case.stage is not CaseStage.CLOSED:
                said: Said = chance.choice((Media(), Typed("send"), Typed("ring me")))
                await self.world.say(self.reporter, said)
            case "chat":
                self.world.chat.down = chance.random() < 0.3
                self.world.chat.slow = {one for one in people if chance.random() < 0.2}
            case _:
                await self.compare()

    def pause(self) -> timedelta:
        """Return how long nothing is done: not for hours while messages cannot get through."""
        held = self.world.chat.down or self.world.chat.slow
        return timedelta(minutes=self.chance.choice((1, 5, 12) if held else (1, 31, 130, 900)))

    async def press(self, who: str, deed: str) -> None:
        """Let somebody press a button of the case; it is the subject alone who may step aside."""
        if who != self.subject and deed != "not_me":
            await self.world.say(who, Pressed(f"deed.{REFS[0]}.{deed}"))

    async def fill(self, who: str) -> None:
        """Let somebody answer a question of a sheet."""
        sheet = self.chance.choice(list(sheets().values()))
        question = self.chance.choice(sheet.questions)
        lead = f"deed.{REFS[0]}.sheet.{sheet.id}.{int(sheet.each == 'child')}.{question.id}"
        if who == self.subject:
            return
        if question.options:
            place = self.chance.randrange(len(question.options))
            await self.world.say(who, Pressed(f"{lead}.{place}"))
        else:
            await self.world.say(who, Filled(f"{lead}.form", "tomorrow 10:00"))

    async def compare(self) -> None:
        """Let the subject press: they are answered as for a case that never was."""
        chat = self.world.chat
        slow, down = chat.slow, chat.down
        chat.slow, chat.down = set(), False
        for deed in self.chance.sample(TRIED, 4):
            answers = []
            for ref in (REFS[0], NEVER):
                before, version = len(chat.untaken), (await self.world.case()).version
                reply = await self.world.say(self.subject, Pressed(f"deed.{ref}.{deed}"))
                new = [each for each in chat.untaken[before:] if each.key.rpartition(":")[0]]
                mine = [each for each in new if each.to == self.subject and "say:op" in each.key]
                shown = reply.card.model_dump_json() if reply.card else ""
                answers.append(
                    (reply.outcome, shown, [each.card.model_dump_json() for each in mine])
                )
                if (await self.world.case()).version != version:
                    self.leaks.append(f"{deed} changed the case")
                for each in mine:
                    chat.untaken.remove(each)
            if answers[0] != answers[1]:
                self.leaks.append(f"{deed} is answered {answers[0]}, else {answers[1]}")
        chat.slow, chat.down = slow, down

    def heard(self) -> list[Sent]:
        """Return what has reached the subject since they were off the case."""
        places = {self.subject, *(f"{way}:{self.subject}" for way in Way)}
        places |= {CHANNEL} if self.reads else set()
        own = {"recused", "post_left"} if self.how is How.THEMSELVES else set()
        late = {"not_yours", *own}  # answers to their own presses, and the last word of a channel
        new = self.world.chat.untaken[self.since :]
        return [
            each
            for each in new
            if each.to in places and each.card.name not in late and self._rang_with_them(each)
        ]

    def _rang_with_them(self, sent: Sent) -> bool:
        """Return whether a call came to the subject: a phone that is handed on is with duty."""
        team = [one for one in self.school.people if one.id in self.school.team]
        handed_on = len({self.school.address(one, Way.PHONE) for one in team}) == 1
        if not handed_on or sent.to != f"{Way.PHONE}:{self.subject}":
            return True
        return self.subject in duty_at(self.school, sent.at).on
