"""The number of a case typed by somebody who opens cases, where it leads them to none."""

# Rule 1: it is the same whether there is no such case or it is not theirs to open.
# Rule 2: it begins no concern and answers nothing: what was asked is asked once more.
# Rule 3: for whoever never opens a case such words are as any others: an account may hold them.

from bot.dialogs.case_number import case_number
from bot.dialogs.words import button, card
from bot.fsm.access.readers import opens_cases
from bot.fsm.case import ConversationStage
from bot.fsm.reporter.talk import Talk

__all__ = ["say_not_found", "seeks_in_vain"]

ASKED = frozenset({ConversationStage.ASKING, ConversationStage.CHECKING})


def seeks_in_vain(talk: Talk, text: str) -> bool:
    """Return whether what was typed is a case's number, of those that lead nowhere.

    One that leads somewhere has become a press before (`bot/finding.py`). The case that somebody
    is telling of themselves is theirs, though they may not open it.
    """
    ref = case_number(text)
    if ref is None or not opens_cases(talk.school, talk.conversation.person):
        return False
    return talk.case is None or talk.case.ref != ref


def say_not_found(talk: Talk) -> None:
    """Say that no case of that number can be opened, and what to do; ask again what was asked."""
    stage = talk.conversation.stage
    start = (button("start", f"do.{talk.conversation.serial}.start"),)
    begins = stage is ConversationStage.IDLE
    talk.say(card("no_such_case", buttons=start if begins else ()))
    if stage in ASKED:
        talk.ask_again()
