"""The life of one person's conversation, as one table.

`docs/conversation.md` is drawn from it.
"""

# Rule 1: stopping, sending and silence all lead to RESTING; from there one may add or start anew.
# Rule 2: no move loses an answer: answers live in the case, not in the conversation.

from bot.fsm.case import ConversationStage
from bot.fsm.lives.machine import Life, Move

__all__ = ["CONVERSATION_LIFE"]

_IDLE, _ASKING = ConversationStage.IDLE, ConversationStage.ASKING
_CHECKING, _RESTING = ConversationStage.CHECKING, ConversationStage.RESTING

CONVERSATION_LIFE: Life[ConversationStage] = Life(
    ConversationStage,
    (
        Move("ask", _IDLE, _ASKING),
        Move("ask", _ASKING, _ASKING),
        Move("ask", _CHECKING, _ASKING),
        Move("ask", _RESTING, _ASKING),
        Move("check", _ASKING, _CHECKING),
        Move("check", _CHECKING, _CHECKING),
        Move("rest", _IDLE, _RESTING),
        Move("rest", _ASKING, _RESTING),
        Move("rest", _CHECKING, _RESTING),
        Move("rest", _RESTING, _RESTING),
        Move("leave", _ASKING, _IDLE),
        Move("leave", _IDLE, _IDLE),
    ),
    ConversationStage.IDLE,
)
