"""Whether what somebody says would alert people: asked before it is turned away.

Rate limits never stop a red answer. Nothing is changed by looking.
"""

from bot.fsm.desk.turn import desk
from bot.fsm.effects import Page
from bot.fsm.events import Acknowledged
from bot.fsm.reporter.turn import turn
from bot.fsm.said import Said, deed_of
from bot.handle import Handler
from bot.loading import pinned
from bot.ports import NotSaved

__all__ = ["would_alert"]


async def would_alert(handler: Handler, school_id: str, person: str, said: Said) -> bool:
    """Return whether this would page somebody, raise the level, or take a case on.

    True where that cannot be known: what may be red is let through, and answered honestly.
    """
    school, now = handler.schools[school_id], handler.clock.now()
    deed = deed_of(said)
    try:
        talk, case = await handler.keeper.load(school_id, person, said, warm=True)
        then = await pinned(handler.store, school, case)
        if deed is not None:
            taken = desk(then, case, person, deed, now)
        else:
            taken = turn(then, talk, case, said, now=now, ref=handler.mint.reference())
    except NotSaved:
        return True
    except Exception as error:  # noqa: BLE001  our own bug must not turn a red answer away (tested)
        handler.on_failure(error)
        return True
    raised = taken.case is not None and (case is None or taken.case.level > case.level)
    begun = raised and taken.case is not None and taken.case.level.value > 0
    alerts = any(isinstance(each, Page) for each in taken.effects)
    takes = any(isinstance(each, Acknowledged) for each in taken.events)
    return alerts or takes or begun
