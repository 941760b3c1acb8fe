"""What happened to a case, in the past tense.

These go into the record and are never changed.
"""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, TypeAdapter

from bot.dialogs.script import Value
from bot.frozen import Frozen
from bot.fsm.events_desk import (
    Acknowledged,
    CorrectionAccepted,
    PutOff,
    Rang,
    RecordTaken,
    Recused,
    SheetAnswered,
    Viewed,
)
from bot.fsm.linked import LinkEvent
from bot.fsm.offers import OfferDeclined, Offered, RotaChanged
from bot.fsm.school import Way

__all__ = [
    "AccountEvent",
    "Acknowledged",
    "AlertDelivered",
    "AlertFailed",
    "Answered",
    "Began",
    "CallFailed",
    "CallRequested",
    "Called",
    "ChannelLost",
    "ChildAdded",
    "CorrectionAccepted",
    "EngineFailed",
    "Entry",
    "Event",
    "Finished",
    "MediaRefused",
    "PutOff",
    "Rang",
    "RecordTaken",
    "Recused",
    "Reopened",
    "SectionOpened",
    "SheetAnswered",
    "TakenBack",
    "TimerFired",
    "Viewed",
]


class Began(Frozen):
    """Somebody gave a first answer. `rostered`: they are on the school's list of people.

    `name`: what their platform calls somebody who is not, where it says.
    """

    type: Literal["began"] = "began"
    ref: str
    reporter: str
    rostered: bool
    edition: str
    name: str = ""


class Answered(Frozen):
    """A question was answered, or answered anew."""

    type: Literal["answered"] = "answered"
    key: str
    value: Value


class ChildAdded(Frozen):
    """The reporter said that one more child is involved."""

    type: Literal["child_added"] = "child_added"


class SectionOpened(Frozen):
    """The reporter agreed to go on with questions that were only offered."""

    type: Literal["section_opened"] = "section_opened"
    section: str


class Finished(Frozen):
    """The reporter sent what they have (`stopped`: they stopped before the end)."""

    type: Literal["finished"] = "finished"
    stopped: bool = False


class Reopened(Frozen):
    """The reporter came back to add to their account."""

    type: Literal["reopened"] = "reopened"


class TakenBack(Frozen):
    """The reporter took their account back: a correction. It removes and lowers nothing."""

    type: Literal["taken_back"] = "taken_back"


class MediaRefused(Frozen):
    """Something that is not words arrived and was refused unread. Nothing about it is kept."""

    type: Literal["media_refused"] = "media_refused"


class CallRequested(Frozen):
    """The reporter asked to be rung."""

    type: Literal["call_requested"] = "call_requested"


class AlertDelivered(Frozen):
    """An alert reached a person's private messages.

    `name` and `count` say which; a record from before alerts were told apart has neither.
    """

    type: Literal["alert_delivered"] = "alert_delivered"
    to: str
    name: str = ""
    count: int = 0


class AlertFailed(Frozen):
    """An alert did not reach somebody. `final`: this way to them is closed; else it is retried."""

    type: Literal["alert_failed"] = "alert_failed"
    to: str
    final: bool


class Called(Frozen):
    """A call to a person beside the chat was taken on by the mail server or the phone gateway."""

    type: Literal["called"] = "called"
    to: str
    way: Way


class CallFailed(Frozen):
    """A call was not taken on. `final`: this way to them is closed; else it is retried."""

    type: Literal["call_failed"] = "call_failed"
    to: str
    way: Way
    final: bool


class ChannelLost(Frozen):
    """The case's card did not reach the DSL channel: it is archived, or we are not in it."""

    type: Literal["channel_lost"] = "channel_lost"


class TimerFired(Frozen):
    """A clock ran out. `name` is the timer's meaning."""

    type: Literal["timer_fired"] = "timer_fired"
    name: str


class EngineFailed(Frozen):
    """Our own code failed on an input: nothing of that step was kept, a person must take over."""

    type: Literal["engine_failed"] = "engine_failed"


AccountEvent: TypeAlias = Answered | ChildAdded | SectionOpened | Finished | Reopened | TakenBack
"""What adds to a reporter's account."""

Event: TypeAlias = Annotated[
    Began
    | AccountEvent
    | MediaRefused
    | CallRequested
    | Acknowledged
    | Recused
    | Viewed
    | RecordTaken
    | CorrectionAccepted
    | SheetAnswered
    | PutOff
    | Rang
    | AlertDelivered
    | AlertFailed
    | Called
    | CallFailed
    | ChannelLost
    | TimerFired
    | Offered
    | OfferDeclined
    | RotaChanged
    | EngineFailed
    | LinkEvent,
    Field(discriminator="type"),
]


class Entry(Frozen):
    """One line of the record: what one operation did to a case, when (UTC), and who did it."""

    at: datetime
    operation: str
    by: str
    events: tuple[Event, ...]


ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)
