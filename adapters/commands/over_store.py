"""The store, for a command that opens nothing else of a deployment."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from adapters.environment import Environment
from adapters.logs import begin_logging
from adapters.redis.opening import open_store
from adapters.redis.store import RedisStore

__all__ = ["over_store"]

DoneT = TypeVar("DoneT")


def over_store(environment: Environment, work: Callable[[RedisStore], Awaitable[DoneT]]) -> DoneT:
    """Return what comes of `work` over the store, open for so long. Little is logged.

    Raises:
        CannotStart: the store cannot be opened; and whatever `work` raises.
    """

    async def opened() -> DoneT:
        async with open_store(environment) as (store, _, _):
            return await work(store)

    begin_logging(loud=False)
    return asyncio.run(opened())
