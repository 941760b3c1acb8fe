"""Reading what was kept: a case, a conversation, a school as it was when a case began."""

from bot.fsm.case import Case, Conversation
from bot.fsm.school import School
from bot.ports import Store

__all__ = ["load_case", "load_conversation", "pinned"]


async def load_case(store: Store, school: str, ref: str) -> Case | None:
    """Return a case as it was last committed, or None."""
    stored = await store.load_case(school, ref)
    return Case.model_validate_json(stored.state) if stored else None


async def load_conversation(store: Store, school: str, person: str) -> Conversation | None:
    """Return a person's conversation as it was last committed, or None."""
    stored = await store.load_conversation(school, person)
    return Conversation.model_validate_json(stored.state) if stored else None


async def pinned(store: Store, school: School, case: Case | None) -> School:
    """Return the school with the script and rules that the case began with (decision 7).

    Contacts are always today's.
    """
    if case is None or case.edition == school.edition:
        return school
    kept = await store.edition(case.edition)
    return school.at_edition(kept, case.edition) if kept else school
