"""What comes through the one door, and what goes back."""

from dataclasses import dataclass
from enum import StrEnum

from bot.changes import Job
from bot.dialogs.card import Card
from bot.fsm.said import Said

__all__ = ["Inbound", "Outcome", "Reply"]


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing that a person did. `operation` names it: the same name is the same doing.

    `name` is what the platform calls them, as far as it says: for whoever is not on the roster.
    """

    school: str
    operation: str
    person: str
    said: Said
    name: str = ""


class Outcome(StrEnum):
    """What became of an input. Only SAVED and AGAIN may be shown as a tick."""

    SAVED = "saved"
    AGAIN = "again"
    NOT_SAVED = "not-saved"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Reply:
    """The outcome, the messages to deliver now, and a card to show directly if it went wrong."""

    outcome: Outcome
    jobs: tuple[Job, ...] = ()
    card: Card | None = None
