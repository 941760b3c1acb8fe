"""Cases and conversations between two turns: from the store, or warm from the last."""

from dataclasses import dataclass, field

from bot.fsm.access.rights import is_own
from bot.fsm.case import Case, Conversation, ConversationStage
from bot.fsm.said import Said, deed_of, rested_ref
from bot.fsm.turn import Turn
from bot.loading import load_case, load_conversation
from bot.ports import Change, Committed, Conflict, NotSaved, Store
from bot.warm import Warm

__all__ = ["Keeper"]


@dataclass(slots=True)
class Keeper:
    """Reads what a turn is stepped from, and commits what it changes."""

    store: Store
    _cases: Warm[Case] = field(default_factory=Warm)
    _talks: Warm[Conversation] = field(default_factory=Warm)

    async def load(
        self, school: str, person: str, said: Said, *, warm: bool
    ) -> tuple[Conversation, Case | None]:
        """Return the conversation and the case of an input; `warm` ones may be behind the store."""
        deed = deed_of(said)
        conversation = self._talks.get((school, person)) if warm else None
        if conversation is None and deed is None:
            conversation = await load_conversation(self.store, school, person)
        conversation = conversation or Conversation(person=person, school=school)
        if deed is None and (earlier := await self._earlier(school, conversation, said)):
            return conversation, earlier
        ref = deed.ref if deed else conversation.case
        return conversation, await self.case(school, ref, warm=warm) if ref else None

    async def case(self, school: str, ref: str, *, warm: bool) -> Case | None:
        """Return a case; a `warm` one may be behind the store."""
        known = self._cases.get((school, ref)) if warm else None
        return known or await load_case(self.store, school, ref)

    async def _earlier(self, school: str, talk: Conversation, said: Said) -> Case | None:
        """Return the person's own earlier case, when a button of its receipt was pressed."""
        ref = rested_ref(said)
        if not ref or ref == talk.case or talk.stage is not ConversationStage.RESTING:
            return None
        case = await load_case(self.store, school, ref)
        return case if case and is_own(case, school, talk.person) else None

    async def commit(self, change: Change, taken: Turn) -> Committed:
        """Commit a change and keep what it made warm; whatever goes wrong, forget it."""
        case, conversation = taken.case, taken.conversation
        kept = (change.school, case.ref if case else "")
        talked = (change.school, conversation.person if conversation else "")
        try:
            committed = await self.store.commit(change)
        except (Conflict, NotSaved):
            self._forget(kept, talked)
            raise
        if committed.again:
            self._forget(kept, talked)
            return committed
        if case and change.case:
            version = change.case.expected + 1
            self._cases.keep(kept, case.model_copy(update={"version": version}))
        if conversation and change.conversation:
            version = change.conversation.expected + 1
            self._talks.keep(talked, conversation.model_copy(update={"version": version}))
        return committed

    def _forget(self, case: tuple[str, str], talk: tuple[str, str]) -> None:
        self._cases.forget(case)
        self._talks.forget(talk)
