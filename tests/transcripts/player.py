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
from tests.engine import LONDON, PEOPLE, World, a_school, broken, london, with_ways
from tests.transcripts.rendering import rendered
from tests.transcripts.rotas import rota_in

NAMES = {
    "Sam": "sam",
    "Kit": "kit",
    "DSL": "dsl",
    "DEPUTY 1": "deputy1",
    "DEPUTY 2": "deputy2",
    "HEAD": "head",
    "CHAIR": "chair",
    "IT": "it",
}
CALLED = {person: name for name, person in NAMES.items()} | {
    f"{way}:{person}": f"{name}'s {way}" for name, person in NAMES.items() for way in Way
}
CALLED["phone:duty"] = "the shift's phone"
SPEAKER = "|".join(NAMES)
DONE = re.compile(rf"    ({SPEAKER})(?: \([^)]*\))?: (.+)")
TIMES = re.compile(r" \((old button|once more|eleven times)\)$")
CLOCK = re.compile(r"(?:(\d{4}-\d\d-\d\d) )?(\d\d:\d\d(?::\d\d)?)")
HEADER = re.compile(r"pack: (\S+) · (\d{4}-\d\d-\d\d \d\d:\d\d) Europe/London")
WAYS = re.compile(r"beside the chat: (.+)")
WITHOUT = re.compile(r"without: (.+)")
RAISES = re.compile(r"Sam is (?:a|the) (DSL|deputy|head)\.?")
TIMERS = re.compile(r"^the channel hears of each change of duty$", re.MULTILINE)
FAULT = re.compile(r"\(.+\)")


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
        if TIMERS.search(self.text):
            await set_school_timers(self.world.store, self.world.school, self.world.clock)
        self.last = self.world.inbound("", Opened())
        source = [line for line in self.text.splitlines() if not self._is_said(line)]
        for line in source:
            done = DONE.fullmatch(line)
            if (moved := CLOCK.fullmatch(line)) is not None:
                await self._move(moved)
                continue
            self.lines.append(line)
            if done is not None:
                await self._do(NAMES[done[1]], done[2])
            elif FAULT.fullmatch(line):
                self._fault(line)
            self._write_down()
        assert self.world.bugs == [], "messages that the platform refused as ours to mend"
        return _tidy(self.lines)

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

    async def _do(self, person: str, what: str) -> None:
        how = TIMES.search(what)
        what = TIMES.sub("", what)
        if how is None or how[1] != "once more":
            said = self._said(person, what, old=how is not None and how[1] == "old button")
            self.last = self.world.inbound(person, said)
        inbound = self.last
        for _ in range(11 if how is not None and how[1] == "eleven times" else 1):
            reply = await self.world.hand_in(inbound)
            if reply.card is not None:
                now = self.world.clock.now()
                sent = Sent(person, reply.card, now, "", "", "direct")
                self.world.chat.untaken.append(sent)

    def _said(self, person: str, what: str, *, old: bool) -> Said:
        if what == "<picture>":
            return Media()
        if what == "(opens the chat)":
            return Opened()
        if (form := re.fullmatch(r"\{(.+?)\} (.+)", what)) is not None:
            return self._filled(person, form[1], form[2])
        if (pressed := re.fullmatch(r"\[(.+)\]", what)) is not None:
            return Pressed(self._button(person, pressed[1], old=old).value)
        return Typed(what.replace("\\n", "\n"))

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
        now = self.world.clock.now()
        day = moved[1] or now.astimezone(LONDON).date().isoformat()
        until = london(f"{day} {moved[2]}")
        if until < now:
            raise Unplayable(f"{self.path.name}: {moved[0]} has passed; give the date too")
        await self.world.move_to(until)
        for at in sorted({sent.at for sent in self.world.chat.untaken} | {until}):
            self.lines += ["", _clock(at, now)]
            self._write_down(at)
            now = at

    def _write_down(self, at: datetime | None = None) -> None:
        untaken = self.world.chat.untaken
        now = [sent for sent in untaken if at is None or sent.at == at]
        self.world.chat.untaken = [sent for sent in untaken if at is not None and sent.at != at]
        self.lines += rendered(now, CALLED)

    def _fault(self, line: str) -> None:
        world = self.world
        match line:
            case "(chat is down)" | "(chat is up)":
                world.chat.down = line == "(chat is down)"
                world.chat.slow.clear()
            case _ if line.startswith("(chat is down for "):
                world.chat.slow = {NAMES[name] for name in line[18:-1].split(", ")}
            case "(the phone gateway is down)":
                world.exchange.down.add(Way.PHONE)
            case "(the phone gateway is up)":
                world.exchange.down.clear()
            case "(store is down)" | "(store is up)":
                world.store.down = line == "(store is down)"
            case "(our code fails)":
                world.schools[world.school.id] = broken(world.school)
            case "(our code is mended)":
                world.schools[world.school.id] = world.school
            case "(the DSL channel is archived)":
                world.chat.gone.add(CHANNEL)
            case _ if left := re.fullmatch(rf"\(({SPEAKER}) cannot be reached\)", line):
                world.chat.gone.add(NAMES[left[1]])
            case _:
                raise Unplayable(f"{self.path.name}: what is {line}?")


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
