"""What somebody means who types the number of a case and no more: to open it."""

# Rule 1: that is how a case is found when no message about it is left, and so no button.
# Rule 2: for whoever may not read it, and for the number of no case, it is words like any others:
#         nobody learns which numbers there are. The right is checked again as the case is opened.
# Rule 3: it is no answer. Whoever is asked something stands at the same question afterwards.

import re
from dataclasses import replace

from bot.fsm.readers import may_read
from bot.fsm.said import Pressed, Said, Typed
from bot.fsm.school import School
from bot.inbound import Inbound
from bot.loading import load_case
from bot.ports import Store

__all__ = ["meant"]

NUMBER = re.compile(r"(?:(?:open|case)\s+){0,2}yp[\s-]?([a-z0-9]{4})[.?!]?", re.IGNORECASE)


async def meant(store: Store, school: School, inbound: Inbound) -> Inbound:
    """Return what somebody did, or that they open the case whose number they typed.

    Raises:
        NotSaved: the store does not answer.
    """
    ref = _number(inbound.said)
    case = await load_case(store, school.id, ref) if ref else None
    if case is None or not may_read(school, case, inbound.person):
        return inbound
    return replace(inbound, said=Pressed(f"deed.{ref}.open"))


def _number(said: Said) -> str:
    found = NUMBER.fullmatch(said.text.strip()) if isinstance(said, Typed) else None
    return f"YP-{found[1].upper()}" if found is not None else ""
