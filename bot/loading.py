"""Reading what was kept: a case, a conversation, a school as it was when a case began."""

from datetime import datetime

from pydantic import ValidationError

from bot.changes import is_paper
from bot.fsm.alert.silence import is_overtaken
from bot.fsm.case import Case, Conversation
from bot.fsm.desk.linking import LINK
from bot.fsm.events import Event, TimerFired
from bot.fsm.links.sharing import LOOK, link_event
from bot.fsm.said import Deed
from bot.fsm.school import School
from bot.ports import Job, NotSaved, Store

__all__ = [
    "due_event",
    "known_case",
    "load_case",
    "load_conversation",
    "other_cases",
    "pinned",
]


async def load_case(store: Store, school: str, ref: str) -> Case | None:
    """Return a case as it was last committed, or None: a paper of the school is none."""
    stored = None if is_paper(ref) else await store.load_case(school, ref)
    return Case.model_validate_json(stored.state) if stored else None


async def other_cases(store: Store, school: str, deed: Deed | None) -> tuple[Case, ...]:
    """Return the school's other cases where a deed is to link one of them; else none."""
    if deed is None or deed.name.partition(".")[0] != LINK:
        return ()
    found = [await load_case(store, school, ref) for ref in await store.cases(school)]
    return tuple(each for each in found if each is not None and each.ref != deed.ref)


async def due_event(store: Store, job: Job, now: datetime) -> tuple[Event, str] | None:
    """Return what a timer means to its case, and the operation; None where it waits no longer.

    After an outage (`now`, UTC, is late) that goes for one that a later timer overtook, too.

    A timer to look at a linked case gives what is news of it. To look again is another operation.
    """
    ref, _, name = job.key.partition(":")
    case, operation = await load_case(store, job.school, ref), f"{job.key}@{job.due.isoformat()}"
    if case is None:
        return None
    if not name.startswith(LOOK):
        waits = name in case.wakes and not is_overtaken(case, name, now)
        return (TimerFired(name=name), operation) if waits else None
    other = await load_case(store, job.school, name.removeprefix(LOOK))
    event = link_event(case, other) if other is not None else None
    return (event, f"{operation}:{job.token}") if event is not None else None


async def load_conversation(store: Store, school: str, person: str) -> Conversation | None:
    """Return a person's conversation as it was last committed, or None."""
    stored = await store.load_conversation(school, person)
    return Conversation.model_validate_json(stored.state) if stored else None


async def known_case(store: Store, school: str, person: str) -> Case | None:
    """Return the case that somebody is telling of, where it can be read at all; else None."""
    try:
        talk = await load_conversation(store, school, person)
        return await load_case(store, school, talk.case) if talk and talk.case else None
    except (NotSaved, ValidationError):
        return None


async def pinned(store: Store, school: School, case: Case | None) -> School:
    """Return the school with the script and rules that the case began with (decision 7).

    Contacts are always today's.
    """
    if case is None or case.edition == school.edition:
        return school
    kept = await store.edition(case.edition)
    return school.at_edition(kept, case.edition) if kept else school
