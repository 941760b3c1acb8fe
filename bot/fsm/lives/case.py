"""The life of a case, as one table. `docs/case.md` is drawn from it."""

# Rule 1: a case never leaves ALERTED but by a named person taking it.
# Rule 2: whatever raises the level brings it back to ALERTED, owned or closed.

from bot.fsm.case import CaseStage
from bot.fsm.lives.machine import Life, Move

__all__ = ["CASE_LIFE"]

_TELLING, _ALERTED = CaseStage.TELLING, CaseStage.ALERTED
_OWNED, _CLOSED = CaseStage.OWNED, CaseStage.CLOSED

CASE_LIFE: Life[CaseStage] = Life(
    CaseStage,
    (
        Move("alert", _TELLING, _ALERTED),
        Move("alert", _ALERTED, _ALERTED),
        Move("alert", _OWNED, _ALERTED),
        Move("fire_again", _OWNED, _ALERTED),
        Move("acknowledge", _TELLING, _OWNED),
        Move("acknowledge", _ALERTED, _OWNED),
        Move("acknowledge", _OWNED, _OWNED),
        Move("close", _OWNED, _CLOSED),
        Move("alert", _CLOSED, _ALERTED),
        Move("reopen", _CLOSED, _OWNED),
    ),
    CaseStage.TELLING,
)
