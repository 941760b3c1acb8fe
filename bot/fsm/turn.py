"""A turn: what one input came to, whoever it came from."""

from dataclasses import dataclass

from bot.fsm.case import Case, Conversation
from bot.fsm.effects import Effect
from bot.fsm.events import Event

__all__ = ["Turn"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one input came to: the new conversation and case, what happened, what must be done."""

    conversation: Conversation | None
    case: Case | None
    events: tuple[Event, ...]
    effects: tuple[Effect, ...]
