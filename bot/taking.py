"""Opening a link: the right is checked anew, it is written down, then the record is given."""

# Rule 1: the link is used up first, so that of two who open it at once one is given it.
# Rule 2: nothing is given before it is in the record that it was given.

from datetime import datetime
from typing import NamedTuple

from bot.fsm.access.readers import may_read
from bot.fsm.desk.taking import Asked, Form, is_there
from bot.fsm.events import ENTRY, RecordTaken
from bot.grants import Grant, Verdict
from bot.handing import digest_of
from bot.handle import Handler
from bot.loading import pinned
from bot.ports import NotSaved
from bot.record.chronology import Chronology
from bot.record.compiling import chronology
from bot.record.copying import copy_for

__all__ = ["Taken", "take_record"]


COPIES = frozenset({Form.ACCESS_DRAFT, Form.ACCESS})
"""What leaves everybody else out: for the child, or a parent for the child."""


class Taken(NamedTuple):
    """What came of opening a link; with the record and its form where it was given."""

    verdict: Verdict
    form: Form = Form.PAGE
    record: Chronology | None = None


async def take_record(handler: Handler, school: str, token: str, code: str) -> Taken:
    """Return the record that a link leads to, or why it gives nothing."""
    if handler.links is None or school not in handler.schools:
        return Taken(Verdict.UNKNOWN)
    try:
        found = await handler.links.redeem(school, token, code)
        if found.grant is None:
            return Taken(found.verdict)
        return await _given(handler, found.grant, f"record:{digest_of(token)}")
    except NotSaved:
        return Taken(Verdict.NOT_SAVED)


async def _given(handler: Handler, grant: Grant, operation: str) -> Taken:
    """Write down who takes which record in which form, and return it.

    Raises:
        NotSaved: that is not on disk, so nothing is given.
    """
    today = handler.schools[grant.school]
    case = await handler.case(grant.school, grant.ref)
    if case is None or not may_read(today, case, grant.person):
        return Taken(Verdict.UNKNOWN)  # no sign that it may not be read any more
    if not is_there(case, Asked(grant.ref, grant.child, Form(grant.form))):
        return Taken(Verdict.EXPIRED)  # released when the link was made, and no more
    event = RecordTaken(by=grant.person, child=grant.child, form=grant.form)
    await handler.note(grant.school, grant.ref, event, operation, None, by=grant.person)
    return await _compiled(handler, grant, handler.clock.now())


async def _compiled(handler: Handler, grant: Grant, now: datetime) -> Taken:
    case = await handler.case(grant.school, grant.ref)
    if case is None:
        raise NotSaved("the case that was just written to is gone")
    school = await pinned(handler.store, handler.schools[grant.school], case)
    lines = await handler.store.entries(grant.school, grant.ref)
    entries = [ENTRY.validate_json(line) for line in lines]
    taken = (now, grant.person)
    if Form(grant.form) in COPIES:
        made = copy_for(school, case, entries, grant.child, taken, draft=grant.form != Form.ACCESS)
        return Taken(Verdict.GIVEN, Form(grant.form), made)
    made = chronology(school, case, entries, child=grant.child or None, taken=taken)
    anchor = await handler.store.anchor(grant.school, grant.ref, len(entries))
    made = made.model_copy(update={"entries": len(entries), "anchor": anchor})
    return Taken(Verdict.GIVEN, Form(grant.form), made)
