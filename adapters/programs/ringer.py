"""The ringer at work: calls that are due are handed over, apart from chat and clock."""

# Rule: a gateway that is slow holds up nothing but calls; every program may be the ringer.

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import structlog

from adapters.logs import log_failure
from adapters.programs.clock import waiting_in
from adapters.wiring import Deployment
from bot.ports import NotSaved

__all__ = ["BEAT", "Ringer"]

BEAT = timedelta(milliseconds=500)
LONGEST_PAUSE = timedelta(seconds=5)

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.ringer")


@dataclass(slots=True)
class Ringer:
    """Hands over the calls of every school until it is cancelled."""

    deployment: Deployment

    async def run(self) -> None:
        """Beat twice a second; ask ever more slowly while the store does not answer."""
        pause = BEAT
        while True:
            try:
                await self.beat()
                pause = BEAT
            except NotSaved:
                pause = min(pause * 2, LONGEST_PAUSE)
            await asyncio.sleep(pause.total_seconds())

    async def beat(self) -> int:
        """Hand over what is due in every school; return how many calls that were.

        Raises:
            NotSaved: the store did not answer for a school; all others have had their turn.
        """
        made, unanswered = 0, None
        for school in await waiting_in(self.deployment):
            try:
                made += await self.deployment.switchboard.flush(school)
            except NotSaved as wrong:
                unanswered = wrong
            except Exception as error:  # noqa: BLE001  one school's data keeps no other waiting
                log_failure(error)
        if unanswered is not None:
            raise unanswered
        return made
