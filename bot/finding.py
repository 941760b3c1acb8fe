"""What somebody means who types the number of a case and no more: to open it."""

# Rule 1: that is how a case is found when no message about it is left, and so no button.
# Rule 2: whoever may not read it is told the same as of a number that no case has: nobody learns
#         which numbers there are. The right is checked again as the case is opened.
# Rule 3: it is no answer. Whoever is asked something stands at the same question afterwards.

from dataclasses import replace

from bot.dialogs.case_number import case_number
from bot.fsm.access.readers import may_read
from bot.fsm.said import Pressed, Typed
from bot.fsm.school import School
from bot.inbound import Inbound
from bot.loading import load_case
from bot.ports import Store

__all__ = ["meant"]


async def meant(store: Store, school: School, inbound: Inbound) -> Inbound:
    """Return what somebody did, or that they open the case whose number they typed.

    What is said of a number that they cannot open is in `bot/fsm/reporter/turn.py`.

    Raises:
        NotSaved: the store does not answer.
    """
    ref = case_number(inbound.said.text) if isinstance(inbound.said, Typed) else None
    case = await load_case(store, school.id, ref) if ref else None
    if case is None or not may_read(school, case, inbound.person):
        return inbound
    return replace(inbound, said=Pressed(f"deed.{ref}.open"))
