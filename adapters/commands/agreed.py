"""What was agreed about a rota in chat, for the commands that print or check one."""

import asyncio
from collections.abc import Sequence

from adapters.environment import CannotStart, Environment
from adapters.logs import log_failure
from adapters.machine_clock import MachineClock
from adapters.redis.opening import folder_of, open_store
from bot.fsm.school import School
from bot.ports import NotSaved
from bot.rotas import Rotas

__all__ = ["with_agreed"]


def with_agreed(
    environment: Environment, schools: Sequence[School]
) -> tuple[tuple[School, ...], str]:
    """Return the schools with their rotas of now, and why chat is left out, if it is.

    Where nothing was ever kept, no store is opened.
    """
    kept = folder_of(environment, playground=False) / "store"
    shared = any(school.rota.lines for school in schools)
    if not shared or not (environment.redis_url or kept.exists()):
        return tuple(schools), ""
    try:
        return asyncio.run(_read(environment, schools)), ""
    except (CannotStart, NotSaved) as wrong:
        return tuple(schools), str(wrong)


async def _read(environment: Environment, schools: Sequence[School]) -> tuple[School, ...]:
    async with open_store(environment) as (store, _, _):
        rotas = Rotas({each.id: each for each in schools}, store, MachineClock(), log_failure)
        return tuple([await rotas.school(each.id) for each in schools])
