"""Time goes by for a school: what falls due on the way is done, each at its own time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.due import fire_due
from bot.handle import Handler
from bot.ports import NotSaved, Queue
from tests.chat import SimClock

Flush = Callable[[str], Awaitable[int]]
"""Sends what is due in a school's queues; returns how many jobs that were."""


async def move_on(handler: Handler, clock: SimClock, flush: Flush, until: datetime) -> None:
    """Move the clock to `until`: what is due is sent before the next timer fires."""
    while (due := await _next_due(handler)) is not None and due <= until:
        clock.at = max(due, clock.at)
        for school in handler.schools:
            if not await flush(school):
                await fire_due(handler, school)
    clock.at = max(until, clock.at)


async def _next_due(handler: Handler) -> datetime | None:
    """Return when something falls due next in any school; None too while the store is down."""
    try:
        dues = [
            await handler.store.next_due(school, queue)
            for school in handler.schools
            for queue in Queue
        ]
    except NotSaved:
        return None
    return min((due for due in dues if due is not None), default=None)
