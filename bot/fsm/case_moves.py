"""The life of a case, as one table. `docs/case.md` is drawn from it."""

# Rule 1: a case never leaves ALERTED but by a named person taking it.
# Rule 2: whatever raises the level brings it back to ALERTED, owned or not.

from bot.fsm.case import CaseStage
from bot.fsm.machine import Life, Move

__all__ = ["CASE_LIFE"]

_TELLING, _ALERTED, _OWNED = CaseStage.TELLING, CaseStage.ALERTED, CaseStage.OWNED

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
    ),
    CaseStage.TELLING,
)
