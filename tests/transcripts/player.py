"""Plays a transcript and writes down what was said: the file itself is the expectation."""

# Rule 1: what somebody does is kept as it stands; what is said in return is written anew.
# Rule 2: the whole file is compared, so a message that nobody expected fails.
# Rule 3: case and conversation go through the store, as bytes, between any two lines.

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.dialogs.card import Button, Card, FormKind
from bot.fsm.said import Filled, Media, Opened, Pressed, Said, Typed
from bot.fsm.school import CHANNEL, Person, Role, Way
from bot.school_clock import set_school_timers
from tests.chat import Sent
from tests.engine import LONDON, PEOPLE, World, a_school, london, with_ways
from tests.transcripts.lines import (
    CLOCK,
    DONE,
    NAMES,
    Doing,
    How,
    Trouble,
    What,
    doing_in,
    trouble_in,
)
from tests.transcripts.rendering import rendered
from tests.transcripts.rotas import rota_in
from tests.transcripts.troubles import befall

CALLED = {person: name for name, person in NAMES.items()} | {
    f"{way}:{person}": f"{name}'s {way}" for name, person in NAMES.items() for way in Way
}
CALLED["phone:duty"] = "the shift's phone"
HEADER = re.compile(r"pack: (\S+) · (\d{4}-\d\d-\d\d \d\d:\d\d) Europe/London")
WAYS = re.compile(r"beside the chat: (.+)")
WITHOUT = re.compile(r"without: (.+)")
RAISES = re.compile(r"Sam is (?:a|the) (DSL|deputy|head)\.?")
TIMERS = re.compile(r"^the channel hears of each change of duty$", re.MULTILINE)


class Unplayable(AssertionError):
    """A line of a transcript cannot be played: says which, and what is there instead."""


@dataclass
class Player:
    """One transcript while it is played."""

    path: Path
    text: str
    lines: list[str] = field(default_factory=list)

    async def play(self) -> str:
        """Return the transcript as it reads now."""
        self.world = self._world()
        self.last = self.world.inbound("", Opened())
        if TIMERS.search(self.text):
            await self._set_timers()
        for line in self.text.splitlines():
            if not self._is_said(line):
                await self._play(line)
        assert self.world.bugs == [], "messages that the platform refused as ours to mend"
        return _tidy(self.lines)

    async def _play(self, line: str) -> None:
        if (moved := CLOCK.fullmatch(line)) is not None:
            await self._move(moved)
            return
        self.lines.append(line)
        if (doing := doing_in(line)) is not None:
            await self._do(doing)
        elif (trouble := trouble_in(line)) is not None:
            self._trouble(trouble)
        self._write_down()

    async def _set_timers(self) -> None:
        await set_school_timers(self.world.store, self.world.school, self.world.clock)

    def _is_said(self, line: str) -> bool:
        return line.startswith("    ") and DONE.fullmatch(line) is None

    def _world(self) -> World:
        found = HEADER.search(self.text)
        if found is None:
            raise Unplayable("line 2 has to read: pack: stoke · 2026-11-06 19:40 Europe/London")
        without: list[str] = []
        if (left_out := WITHOUT.search(self.text)) is not None:
            without = [NAMES[name.strip()] for name in left_out[1].split(",")]
        people = PEOPLE
        if (raises := RAISES.search(self.text)) is not None:
            people = tuple(_with_role(person, raises[1].lower()) for person in PEOPLE)
        school = a_school(without=without, people=people, uses=found[1])
        if (ways := WAYS.search(self.text)) is not None:
            school = with_ways(school, *(Way(each.strip()) for each in ways[1].split(",")))
        rota = rota_in(self.text, NAMES)
        return World(school.model_copy(update={"rota": rota}), london(found[2]))

    async def _do(self, doing: Doing) -> None:
        if not doing.repeats:
            self.last = self.world.inbound(doing.person, self._said(doing))
        inbound = self.last
        for _ in range(doing.times):
            reply = await self.world.hand_in(inbound)
            if reply.card is not None:
                now = self.world.clock.now()
                sent = Sent(doing.person, reply.card, now, "", "", "direct")
                self.world.chat.untaken.append(sent)

    def _said(self, doing: Doing) -> Said:
        match doing.how:
            case How.SENDS_A_PICTURE:
                return Media()
            case How.OPENS:
                return Opened()
            case How.FILLS:
                return self._filled(doing.person, doing.label, doing.text)
            case How.PRESSES:
                return Pressed(self._button(doing.person, doing.label, old=doing.old).value)
            case How.TYPES:
                return Typed(doing.text)

    def _button(self, person: str, label: str, *, old: bool) -> Button:
        before = [sent.card for sent in reversed(self.world.chat.sent) if sent.to == person]
        cards = before if old else self.world.chat.live(person)
        live = {button.value for card in self.world.chat.live(person) for button in _all(card)}
        for card in cards:
            for button in _all(card):
                if button.label == label and (not old or button.value not in live):
                    return button
        there = sorted({button.label for card in cards for button in _all(card)})
        raise Unplayable(f"{self.path.name}: {person} has no [{label}]; there is: {there}")

    def _filled(self, person: str, label: str, text: str) -> Said:
        for card in self.world.chat.live(person):
            if card.form is not None and card.form.label == label:
                if card.form.kind is FormKind.TEXT:
                    return Filled(card.form.value, text)
                ids = {choice.label: choice.value for choice in card.form.choices}
                return Filled(card.form.value, tuple(ids[one] for one in text.split("; ")))
        raise Unplayable(f"{self.path.name}: {person} has no form {{{label}}}")

    async def _move(self, moved: re.Match[str]) -> None:
        now, until = self.world.clock.now(), self._until(moved)
        await self.world.move_to(until)
        for at in sorted({sent.at for sent in self.world.chat.untaken} | {until}):
            self.lines += ["", _clock(at, now)]
            self._write_down(at)
            now = at

    def _until(self, moved: re.Match[str]) -> datetime:
        now = self.world.clock.now()
        day = moved[1] or now.astimezone(LONDON).date().isoformat()
        until = london(f"{day} {moved[2]}")
        if until < now:
            raise Unplayable(f"{self.path.name}: {moved[0]} has passed; give the date too")
        return until

    def _write_down(self, at: datetime | None = None) -> None:
        untaken = self.world.chat.untaken
        now = [sent for sent in untaken if at is None or sent.at == at]
        self.world.chat.untaken = [sent for sent in untaken if at is not None and sent.at != at]
        self.lines += rendered(now, CALLED)

    def _trouble(self, trouble: Trouble) -> None:
        befall(self.world, trouble)
        chat = self.world.chat
        match trouble.what:
            case What.CHAT_DOWN:
                chat.down = True
            case What.CHAT_UP:
                chat.down = False
                chat.slow.clear()
            case What.SLOW:
                chat.slow = set(trouble.people)
            case What.CHANNEL_GONE:
                chat.gone.add(CHANNEL)
            case What.LEFT:
                chat.gone |= trouble.people
            case _:
                pass


def _with_role(person: Person, role: str) -> Person:
    if person.id == "sam":
        return person.model_copy(update={"roles": (Role(role),)})
    if role == "dsl" and Role.DSL in person.roles:
        return person.model_copy(update={"roles": (Role.DEPUTY,)})
    return person


def _all(card: Card) -> list[Button]:
    changes = [
        Button(label=f"Change {number}", value=row.change.value)
        for number, row in enumerate((row for row in card.fields if row.key), start=1)
        if row.change is not None
    ]
    return [*card.buttons, *changes]


def _clock(at: datetime, before: datetime) -> str:
    here = at.astimezone(LONDON)
    time = f"{here:%H:%M:%S}" if here.second else f"{here:%H:%M}"
    same_day = here.date() == before.astimezone(LONDON).date()
    return time if same_day else f"{here.date().isoformat()} {time}"


def _tidy(lines: list[str]) -> str:
    text = "\n".join(lines).strip() + "\n"
    return re.sub(r"\n{3,}", "\n\n", text)
