"""A clock that is moved by hand, and a chat that records: the edges of the engine, simulated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.calls import Caller
from bot.dialogs.card import Card, CardKind
from bot.fsm.school import CHANNEL, Way
from bot.ports import OurBug, Reroute, Retry

FRIDAY_EVENING = datetime(2026, 11, 6, 19, 40, tzinfo=UTC)


@dataclass
class SimClock:
    """A clock that stands still until it is moved; the machine's clock is the same one."""

    at: datetime = FRIDAY_EVENING

    def now(self) -> datetime:
        """Return the moment it shows (UTC)."""
        return self.at

    machine = now


@dataclass(frozen=True)
class Sent:
    """One message as it left: to whom, what, when, and which message it replaced."""

    to: str
    card: Card
    at: datetime
    key: str
    edit: str
    id: str
    school: str = ""


@dataclass
class Chat:
    """A messenger that records everything; a test takes what it expects, and no more may be left.

    `members` see the DSL channel. `gone` cannot be reached any more; `refused` is what the platform
    calls our mistake; while it is `down`, or `slow` for somebody, what is sent is tried again.
    """

    clock: SimClock
    members: frozenset[str] = frozenset()
    down: bool = False
    slow: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    sent: list[Sent] = field(default_factory=list)
    untaken: list[Sent] = field(default_factory=list)

    async def send(
        self, school: str, to: str, card: Card, *, key: str, edit: str = "", again: bool = False
    ) -> str:
        """Record a message, or fail as it was told to."""
        del again  # the same key is the same message here
        if self.down or to in self.slow:
            raise Retry("the chat is down")
        if to in self.gone:
            raise Reroute(f"{to} is gone")
        if to in self.refused or card.name in self.refused:
            raise OurBug("the platform refuses this card")
        named = [sent for sent in self.sent if (sent.school, sent.key) == (school, key)]
        if named and not edit:
            return named[0].id  # as a platform does: the same key again is the same message
        sent = Sent(to, card, self.clock.at, key, edit, edit or f"m{len(self.sent)}", school)
        self.sent.append(sent)
        self.untaken.append(sent)
        return sent.id

    async def amend(self, school: str, to: str, card: Card, *, edit: str) -> None:
        """Record what an older message says now; one that is not there is left."""
        if any(sent.id == edit for sent in self.sent):
            await self.send(school, to, card, key=f"{edit}:{card.name}", edit=edit)

    def take(self, to: str = "", name: str = "") -> list[Sent]:
        """Return and tick off the messages to somebody (`to`) or of a name; all by default."""
        taken = [
            sent
            for sent in self.untaken
            if to in {"", sent.to} and (not name or sent.card.name.startswith(name))
        ]
        self.untaken = [sent for sent in self.untaken if sent not in taken]
        return taken

    def names(self, to: str = "") -> list[str]:
        """Return and tick off the names of the messages to somebody, in order."""
        return [sent.card.name for sent in self.take(to)]

    def live(self, person: str) -> list[Card]:
        """Return the cards that a person has before them, newest first, as last edited."""
        places = {person, CHANNEL} if person in self.members else {person}
        cards: dict[str, Card] = {}
        for sent in self.sent:
            if sent.to in places:
                cards[sent.id] = sent.card
        return list(reversed(cards.values()))

    def assert_nothing_more(self) -> None:
        """Fail on any message that nobody expected."""
        left = [f"{sent.to}: {sent.card.name}: {sent.card.text}" for sent in self.untaken]
        assert left == [], "messages that nobody expected"


def words_of(cards: list[Sent]) -> Iterator[str]:
    """Yield all words that a person could read in some messages."""
    for sent in cards:
        yield sent.card.text
        yield sent.card.hint
        yield sent.card.preview
        yield from (f"{row.label} {row.text}" for row in sent.card.fields)
        yield from (button.label for button in sent.card.buttons)


@dataclass
class Exchange:
    """Records the calls beside the chat among its messages: to `phone:dsl`, or `mail:deputy1`.

    `people` are known by their addresses. While a way is `down` its calls are tried again;
    `closed` ones reach nobody.
    """

    chat: Chat
    people: Mapping[str, str]
    down: set[Way] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)

    def by(self, way: Way) -> Caller:
        """Return the caller for one way."""
        return _Caller(self, way)


@dataclass
class _Caller:
    exchange: Exchange
    way: Way

    async def call(self, school: str, address: str, text: str, *, key: str) -> None:
        """Record a call, or fail as it was told to."""
        exchange, chat = self.exchange, self.exchange.chat
        to = f"{self.way}:{exchange.people[address]}"
        if self.way in exchange.down:
            raise Retry(f"{self.way} is down")
        if to in exchange.closed:
            raise Reroute(f"{to} is closed")
        if key in exchange.keys:
            return  # as the other side does: the same key again is the same call
        exchange.keys.add(key)
        card = Card(name="call", kind=CardKind.NOTICE, text=text)
        chat.untaken.append(Sent(to, card, chat.clock.at, key, "", key, school))
