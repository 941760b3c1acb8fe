"""A case and a conversation, as values. Both are derived from events by `step` alone."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from bot.dialogs.flags import Flag, Level, level_of
from bot.dialogs.script import Value
from bot.frozen import Frozen
from bot.fsm.linked import Link
from bot.fsm.offers import Offer

__all__ = [
    "Account",
    "Alert",
    "Answer",
    "CallMade",
    "Case",
    "CaseStage",
    "Conversation",
    "ConversationStage",
    "Later",
    "Noted",
]


class CaseStage(StrEnum):
    """Where a case stands. `lives/case.py` says how it moves."""

    TELLING = "telling"
    ALERTED = "alerted"
    OWNED = "owned"
    CLOSED = "closed"


class ConversationStage(StrEnum):
    """Where a person's conversation stands. `lives/conversation.py` says how it moves."""

    IDLE = "idle"
    ASKING = "asking"
    CHECKING = "checking"
    RESTING = "resting"


class Answer(Frozen):
    """An answer and when it was given (UTC)."""

    value: Value
    at: datetime


class Noted(Frozen):
    """An answer of a sheet: when it was given (UTC), and by which rostered person.

    `off`: another answer has taken its question off the path. `void`: what it rested on has
    changed since, so it is asked anew; until then only what it raised counts. It is all kept.
    """

    value: Value
    at: datetime
    by: str
    off: bool = False
    void: bool = False


class Later(Frozen):
    """A nudge that was answered with "not yet", `at` that moment: ask again at `until` (UTC)."""

    until: datetime
    reason: str
    by: str
    at: datetime


class CallMade(Frozen):
    """A number that was rung about a child: when (UTC), by whom, whether anybody took the call.

    `line` is the contact's id in the pack, `role` what it is rung for.
    """

    at: datetime
    by: str
    child: int
    line: str
    role: str
    answered: bool


class Account(Frozen):
    """What one reporter told. Answers off the path stay here and count for nothing.

    `name` is what their platform calls a reporter who is not on the roster, '' if it did not say.
    `reopened`: they came back to it after it was sent, and have not sent it again yet.
    """

    reporter: str
    rostered: bool
    name: str = ""
    answers: dict[str, Answer] = Field(default_factory=dict)
    children: int = 1
    opened: tuple[str, ...] = ()
    finished_at: datetime | None = None
    unfinished: bool = False
    reopened: bool = False
    taken_back_at: datetime | None = None

    def values(self) -> dict[str, Value]:
        """Return the answers without their times."""
        return {key: said.value for key, said in self.answers.items()}


class Alert(Frozen):
    """An alert in flight, or the last one: which rung it is on, and whom it reached.

    `step` is the next place on the ladder (see `alert/ladder.py`). `waiting` people were paged
    and are neither reached nor out of reach yet. `called` names whom this round calls beside the
    chat, and how (`phone:dsl`). `fired_again`: nothing had been noted by the owner.
    """

    level: Level
    raised_at: datetime
    step: int = 0
    paged: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    delayed: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    phoned: int = 0
    told_unreached: bool = False
    fired_again: bool = False


class Case(Frozen):
    """One concern, from its first answer.

    `held` flags only ever grow without a DSL's acceptance.
    `around`: somebody who works here is named, so only the head and the chair are told;
    `head_named`: it is the head, so only the chair; `named` are the roles that were said (see
    `access/off.py`). `recused` are off it for good, `kept_from` while it is not said that
    the name which was typed means somebody else. `wakes` are the timers that are set, `posted` the
    words of the channel card as it stands. `sheets` are what rostered people filled in, by place
    (`decision.0`, `parents.2` for the second child); `nudged` says when each clock last gave a
    nudge, `put_off` who asked to be nudged later. `calls` are those that were made from the card of
    numbers. `corrected` are the corrections that were accepted, by the reporter's question.
    `offer`: who is asked to take it over. `had_by` had it before its owner. `links` are the cases
    of the same incident, by reference, also those undone. `shown` are the open alerts of each
    reader, by kind and number (`alert/shown.py`); None in a case from before they were told apart.
    Those up to the number `stood` were made before it last changed who has it.
    """

    ref: str
    school: str
    edition: str
    version: int = 0
    stage: CaseStage = CaseStage.TELLING
    opened_at: datetime
    account: Account
    held: frozenset[Flag] = frozenset({Flag.PRES})
    live: frozenset[Flag] = frozenset({Flag.PRES})
    alert: Alert | None = None
    pages: int = 0
    shown: dict[str, dict[str, int]] | None = None
    stood: int = 0
    owner: str = ""
    owned_at: datetime | None = None
    closed_at: datetime | None = None
    deed: str = ""
    ambulance: str = ""
    ambulance_at: datetime | None = None
    media: int = 0
    call_wanted: bool = False
    recused: tuple[str, ...] = ()
    around: bool = False
    head_named: bool = False
    named: tuple[str, ...] = ()
    kept_from: tuple[str, ...] = ()
    posted: str = ""
    channel_lost: bool = False
    broken: bool = False
    wakes: dict[str, datetime] = Field(default_factory=dict)
    sheets: dict[str, dict[str, Noted]] = Field(default_factory=dict)
    nudged: dict[str, datetime] = Field(default_factory=dict)
    put_off: dict[str, Later] = Field(default_factory=dict)
    calls: tuple[CallMade, ...] = ()
    corrected: dict[str, Noted] = Field(default_factory=dict)
    links: dict[str, Link] = Field(default_factory=dict)
    offer: Offer | None = None
    had_by: str = ""
    had_since: datetime | None = None

    @property
    def level(self) -> Level:
        """The level that holds: the highest ever raised and not lowered by a named DSL."""
        return level_of(self.held)

    @property
    def to_accept(self) -> bool:
        """Whether the live answers give a lower level than the one that holds."""
        return level_of(self.live) < self.level


class Conversation(Frozen):
    """One person's chat with the bot in one school: what was asked last, and about which case."""

    person: str
    school: str
    version: int = 0
    stage: ConversationStage = ConversationStage.IDLE
    case: str = ""
    serial: int = 0
    asked: str = ""
    misses: int = 0
