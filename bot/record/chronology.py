"""The record of a case as values: what happened, stands, was not known, who read it."""

# Rule 1: every event of the record is one row, or stands in the access log; none is left out.
# Rule 2: in one child's record another child is a reference and nothing more.

from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime

from bot.frozen import Frozen

__all__ = ["About", "Chronology", "Fact", "Kind", "NotKnown", "Reading", "Redaction", "Row"]

FORM: Literal["handrail-record-1"] = "handrail-record-1"
"""Which form a JSON export has. It changes when a field changes its meaning."""


class Kind(StrEnum):
    """What a row is, and its lane in the picture of the course."""

    SAID = "said"
    ALERT = "alert"
    TAKEN = "taken"
    NOTED = "noted"
    DECISION = "decision"
    SIGN_OFF = "sign_off"
    NUDGE = "nudge"
    CORRECTION = "correction"


class _Stamped(Frozen):
    """When (UTC, and as it reads on the school's clock, with its date), and who."""

    at: AwareDatetime
    local: str
    who: str


class About(Frozen):
    """Whom the record is about. `child` is None for the whole case; `others` are references."""

    reference: str
    child: int | None
    children: int
    title: str
    named: str = ""
    others: tuple[str, ...] = ()


class Row(_Stamped):
    """One event. `entry` and `part` count from 1: the line of the record, the event in it.

    `child` is 0 for the whole case. `before` is the answer that this one replaced. `ref` is the
    question's number, `source` its paragraph of the guidance. `level` is set where it changed.
    A `set_aside` answer no longer applies; a `shared` one is on the whole case and stands in the
    record of one child of several.
    """

    entry: int
    part: int
    kind: Kind
    child: int = 0
    what: str
    asked: str = ""
    answer: str = ""
    before: str = ""
    before_local: str = ""
    ref: str = ""
    source: str = ""
    level: str = ""
    unknown: bool = False
    set_aside: bool = False
    shared: bool = False


class Fact(_Stamped):
    """An answer as it stands. `key` is a question of the account, or `sheet.question`."""

    key: str
    child: int
    label: str
    asked: str
    answer: str
    ref: str
    source: str
    unknown: bool = False
    shared: bool = False


class NotKnown(Frozen):
    """A question that is open. `local` and `who` are '' where nobody answered it at all."""

    child: int
    label: str
    asked: str
    ref: str
    source: str
    local: str = ""
    who: str = ""


class Reading(_Stamped):
    """Somebody opened the case, or took its record: one line of the access log."""

    what: str = ""


class Redaction(Frozen):
    """A passage of a copy that leaves others out.

    `text` and `goes_out` stand in the draft only.
    """

    number: str
    let_out: bool
    text: str = ""
    goes_out: str = ""


class Chronology(Frozen):
    """The whole record of a case, or of one child in it.

    `taken_local` and `taken_by` say when this copy was made and for whom, '' where nobody asked.
    `redactions` are the passages of a copy for the child itself; it was `released` by whom, and
    when, '' for its draft.
    `anchor` are the words for the record up to its entry number `entries`, '' where none were made.
    """

    form: Literal["handrail-record-1"] = FORM
    about: About
    school: str
    rules: str
    edition: str
    opened_local: str
    last_local: str
    level: str
    stage: str
    owner: str
    taken_local: str = ""
    taken_by: str = ""
    entries: int = 0
    anchor: str = ""
    rows: tuple[Row, ...]
    facts: tuple[Fact, ...]
    not_known: tuple[NotKnown, ...]
    access: tuple[Reading, ...]
    released: str = ""
    redactions: tuple[Redaction, ...] = ()

    def of_kind(self, *kinds: Kind) -> tuple[Row, ...]:
        """Return the rows of some kinds, in order."""
        return tuple(row for row in self.rows if row.kind in kinds)

    @property
    def has_shared(self) -> bool:
        """Whether answers on the whole case stand in the record of one child of several."""
        return any(row.shared for row in self.rows)
