"""What comes again at a time of the school's clock: pre-flights, the record's anchor."""

# Rule 1: a chore is done once, whichever process does it: its operation is named by its day.
# Rule 2: one that was missed is done late, up to half a day; later it would be about a past night.
# Rule 3: a platform that does not answer is asked again; what our own code fails on is logged, and
#         the others are done all the same.
# Rule 4: the anchor goes out each day, changed or not: a day without one would say that on that day
#         nothing happened to anybody.

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

import structlog

from adapters.logs import log_failure
from adapters.wiring import Deployment
from bot.dialogs.words import card
from bot.fsm.effects import Say
from bot.fsm.school import CHANNEL, School
from bot.outbox import tell
from bot.ports import NotSaved, Retry
from bot.preflight import CHORES, Chore, look

__all__ = ["ANCHOR", "LATEST", "LOOKS", "Chores"]

LOOKS = timedelta(seconds=5)
LATEST = timedelta(hours=12)

ANCHOR = Chore("anchor", time(7))
"""Before the day begins: what the night brought is covered, and nobody is rung up for it."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.chores")


@dataclass(slots=True)
class Chores:
    """Does what falls due in every school, until it is cancelled.

    What fell due before `since` was somebody else's to do.
    """

    deployment: Deployment
    since: datetime
    _done: set[tuple[str, str, datetime]] = field(default_factory=set)

    async def run(self) -> None:
        """Look every five seconds."""
        while True:
            await self.beat()
            await asyncio.sleep(LOOKS.total_seconds())

    async def beat(self) -> int:
        """Do what is due now and has not been done; return how many chores that were."""
        now = self.deployment.clock.now()
        earliest = max(self.since, now - LATEST)
        done = 0
        for school in self.deployment.schools.values():
            for chore in (*CHORES, ANCHOR):
                due = chore.last(now)
                name = (school.id, chore.name, due)
                if due < earliest or name in self._done:
                    continue
                if await self._do(school, chore, due):
                    self._done.add(name)
                    done += 1
        return done

    async def _do(self, school: School, chore: Chore, due: datetime) -> bool:
        try:
            await self._say(school, chore, due)
        except (NotSaved, Retry):
            _log.warning("chore_waits", school=school.id, chore=chore.name)
            return False
        except Exception as error:  # noqa: BLE001  rule 3 (tested)
            log_failure(error)
        return True

    async def _say(self, school: School, chore: Chore, due: datetime) -> None:
        school = await self.deployment.handler.rotas.school(school.id)
        told = await self._told(school, chore, due)
        _log.info("chore", school=school.id, chore=chore.name, messages=len(told))
        operation = f"chore:{chore.name}:{due.isoformat()}"
        await tell(self.deployment.handler, school.id, operation, told)

    async def _told(self, school: School, chore: Chore, due: datetime) -> tuple[Say, ...]:
        if chore is not ANCHOR:
            return await look(school, chore.name, self.deployment.directory, due)
        words = await self.deployment.store.ledger.anchor(school.id, self.deployment.clock.now())
        return (Say(to=CHANNEL, card=card("anchor", words=words)),)
