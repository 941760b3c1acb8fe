"""What rostered people did to a case, in the past tense. `events.py` has them all."""

from datetime import datetime
from typing import Literal

from bot.dialogs.script import Value
from bot.frozen import Frozen

__all__ = [
    "Acknowledged",
    "CorrectionAccepted",
    "PutOff",
    "Rang",
    "RecordTaken",
    "Recused",
    "SheetAnswered",
    "Viewed",
]


class Acknowledged(Frozen):
    """Somebody took the case, in the words of one button (`deed`)."""

    type: Literal["acknowledged"] = "acknowledged"
    by: str
    deed: str


class Recused(Frozen):
    """Somebody said that they are connected to this: they are paged and shown nothing more."""

    type: Literal["recused"] = "recused"
    by: str


class Viewed(Frozen):
    """Somebody on the roster looked at the case. This is the access log.

    `what` is '' for the opened case, else the part that was shown: `work`, `ring`, `later`, `link`
    or a sheet (`sheet.decision`).
    """

    type: Literal["viewed"] = "viewed"
    by: str
    what: str = ""


class RecordTaken(Frozen):
    """Somebody opened a link to the record: of one child or (0) the whole case, in one form."""

    type: Literal["record_taken"] = "record_taken"
    by: str
    child: int
    form: str


class CorrectionAccepted(Frozen):
    """A named DSL accepted less than was told: to these `questions`, and in the level."""

    type: Literal["correction_accepted"] = "correction_accepted"
    by: str
    questions: tuple[str, ...] = ()


class SheetAnswered(Frozen):
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


class PutOff(Frozen):
    """Somebody answered a nudge with "not yet": its clock asks again at `until` (UTC), and why.

    `clock` is the timer's name. What goes to the deputy and the head is not put off by it.
    """

    type: Literal["put_off"] = "put_off"
    clock: str
    until: datetime
    reason: str
    by: str


class Rang(Frozen):
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
