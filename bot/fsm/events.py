"""What happened to a case, in the past tense.

These go into the record and are never changed.
"""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.dialogs.script import Value
from bot.fsm.school import Way

__all__ = [
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


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Began(_Event):
    """Somebody gave a first answer. `rostered`: they are on the school's list of people."""

    type: Literal["began"] = "began"
    ref: str
    reporter: str
    rostered: bool
    edition: str


class Answered(_Event):
    """A question was answered, or answered anew."""

    type: Literal["answered"] = "answered"
    key: str
    value: Value


class ChildAdded(_Event):
    """The reporter said that one more child is involved."""

    type: Literal["child_added"] = "child_added"


class SectionOpened(_Event):
    """The reporter agreed to go on with questions that were only offered."""

    type: Literal["section_opened"] = "section_opened"
    section: str


class Finished(_Event):
    """The reporter sent what they have (`stopped`: they stopped before the end)."""

    type: Literal["finished"] = "finished"
    stopped: bool = False


class Reopened(_Event):
    """The reporter came back to add to their account."""

    type: Literal["reopened"] = "reopened"


class TakenBack(_Event):
    """The reporter took their account back: a correction. It removes and lowers nothing."""

    type: Literal["taken_back"] = "taken_back"


class MediaRefused(_Event):
    """Something that is not words arrived and was refused unread. Nothing about it is kept."""

    type: Literal["media_refused"] = "media_refused"


class CallRequested(_Event):
    """The reporter asked to be rung."""

    type: Literal["call_requested"] = "call_requested"


class Acknowledged(_Event):
    """Somebody took the case, in the words of one button (`deed`)."""

    type: Literal["acknowledged"] = "acknowledged"
    by: str
    deed: str


class Recused(_Event):
    """Somebody said that they are connected to this: they are paged and shown nothing more."""

    type: Literal["recused"] = "recused"
    by: str


class Viewed(_Event):
    """Somebody on the roster opened the case. This is the access log."""

    type: Literal["viewed"] = "viewed"
    by: str


class RecordTaken(_Event):
    """Somebody opened a link to the record: of one child or (0) the whole case, in one form."""

    type: Literal["record_taken"] = "record_taken"
    by: str
    child: int
    form: str


class CorrectionAccepted(_Event):
    """A named DSL accepted that the level falls to what the live answers give."""

    type: Literal["correction_accepted"] = "correction_accepted"
    by: str


class SheetAnswered(_Event):
    """A rostered person answered a question of a sheet, or answered it anew. It is the record.

    `child` is the number of the child that it is about, 0 for the whole case. A moment is kept as
    ISO 8601 in UTC.
    """

    type: Literal["sheet_answered"] = "sheet_answered"
    sheet: str
    child: int
    key: str
    value: Value
    by: str


class PutOff(_Event):
    """Somebody answered a nudge with "not yet": its clock asks again at `until` (UTC), and why.

    `clock` is the timer's name. What goes to the deputy and the head is not put off by it.
    """

    type: Literal["put_off"] = "put_off"
    clock: str
    until: datetime
    reason: str
    by: str


class Rang(_Event):
    """A rostered person rang a number of the card about a child, at that moment.

    `line` is the contact's id in the pack, `role` what it is rung for. Not `answered`: nobody
    took the call.
    """

    type: Literal["rang"] = "rang"
    child: int
    line: str
    role: str
    answered: bool
    by: str


class AlertDelivered(_Event):
    """An alert reached a person's private messages."""

    type: Literal["alert_delivered"] = "alert_delivered"
    to: str


class AlertFailed(_Event):
    """An alert did not reach somebody. `final`: this way to them is closed; else it is retried."""

    type: Literal["alert_failed"] = "alert_failed"
    to: str
    final: bool


class Called(_Event):
    """A call to a person beside the chat was taken on by the mail server or the phone gateway."""

    type: Literal["called"] = "called"
    to: str
    way: Way


class CallFailed(_Event):
    """A call was not taken on. `final`: this way to them is closed; else it is retried."""

    type: Literal["call_failed"] = "call_failed"
    to: str
    way: Way
    final: bool


class ChannelLost(_Event):
    """The case's card did not reach the DSL channel: it is archived, or we are not in it."""

    type: Literal["channel_lost"] = "channel_lost"


class TimerFired(_Event):
    """A clock ran out. `name` is the timer's meaning."""

    type: Literal["timer_fired"] = "timer_fired"
    name: str


class EngineFailed(_Event):
    """Our own code failed on an input: nothing of that step was kept, a person must take over."""

    type: Literal["engine_failed"] = "engine_failed"


Event: TypeAlias = Annotated[
    Began
    | Answered
    | ChildAdded
    | SectionOpened
    | Finished
    | Reopened
    | TakenBack
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
    | EngineFailed,
    Field(discriminator="type"),
]


class Entry(BaseModel):
    """One line of the record: what one operation did to a case, when (UTC), and who did it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    operation: str
    by: str
    events: tuple[Event, ...]


ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)
