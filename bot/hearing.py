"""What was held up on its way, looked at anew: who is off a case meanwhile gets none."""

# Rule 1: whoever is off the case by now gets nothing of it (`off.py`).
# Rule 2: words that are no longer true are not said. An alert is never left out for that.

import asyncio
from dataclasses import dataclass

from pydantic import ValidationError

from bot.fsm.case import Case
from bot.fsm.effects import EFFECT
from bot.fsm.off import may_hear
from bot.fsm.telling_cards import is_still_true
from bot.handle import Handler
from bot.messages import case_of
from bot.ports import Finish, Job, Queue

__all__ = ["Hearing"]


@dataclass(frozen=True, slots=True)
class Hearing:
    """Looks at messages that did not go out as they were committed."""

    handler: Handler

    async def still_wanted(self, school: str, jobs: tuple[Job, ...]) -> tuple[Job, ...]:
        """Return the jobs that may still go out; the others are struck off, and nobody is told.

        Raises:
            NotSaved: the store does not answer; what was claimed comes back with its lease.
        """
        refs = {case_of(job) for job in jobs} - {""}
        found = await asyncio.gather(*(self.handler.case(school, ref) for ref in refs))
        cases = dict(zip(refs, found, strict=True))
        kept: list[Job] = []
        gone: list[Finish] = []
        for job in jobs:
            if self._may_go(school, cases.get(case_of(job)), job):
                kept.append(job)
            else:
                gone.append(Finish(Queue.OUTBOX, job.key, job.token))
        if gone:
            await self.handler.store.finish(school, tuple(gone))
        return tuple(kept)

    def _may_go(self, school: str, case: Case | None, job: Job) -> bool:
        if case is None or school not in self.handler.schools:
            return True
        try:
            message = EFFECT.validate_json(job.body)
        except ValidationError:
            return True  # it is dealt with where it is sent
        allowed = may_hear(self.handler.schools[school], case, message)
        return allowed and is_still_true(case, message)
