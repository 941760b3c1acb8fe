"""What was held up on its way, looked at anew: who is off a case meanwhile gets none."""

from dataclasses import dataclass

from pydantic import ValidationError

from bot.fsm.effects import EFFECT
from bot.fsm.off import may_hear
from bot.handle import Handler
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
        kept: list[Job] = []
        gone: list[Finish] = []
        for job in jobs:
            if await self._may_go(school, job):
                kept.append(job)
            else:
                gone.append(Finish(Queue.OUTBOX, job.key, job.token))
        if gone:
            await self.handler.store.finish(school, tuple(gone))
        return tuple(kept)

    async def _may_go(self, school: str, job: Job) -> bool:
        case = await self.handler.case(school, job.key.partition(":")[0])
        if case is None or school not in self.handler.schools:
            return True
        try:
            message = EFFECT.validate_json(job.body)
        except ValidationError:
            return True  # it is dealt with where it is sent
        return may_hear(self.handler.schools[school], case, message)
