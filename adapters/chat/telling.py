"""Telling somebody what became of their doing, outside the outbox: nobody else will."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.ports import Reroute, Retry

__all__ = ["WAITS", "get_through"]

WAITS = tuple(timedelta(seconds=each) for each in (1, 5, 15, 60, 60))
"""How long is waited after each try."""


async def get_through(
    tell: Callable[[], Awaitable[object]], wait: Callable[[float], Awaitable[None]]
) -> bool:
    """Tell until it gets through; return whether it did. `wait` lets seconds go by."""
    for pause in WAITS:
        try:
            await tell()
        except Retry as problem:
            await wait((problem.after or pause).total_seconds())
        except Reroute:
            return False
        else:
            return True
    return False
