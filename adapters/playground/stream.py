"""What the page is told as it happens: one stream of events for each open page."""

import asyncio
import json
from dataclasses import dataclass, field

from aiohttp import web

from adapters.playground.panes import Shown

__all__ = ["Hub", "drawn"]

MOST_WAITING = 2000
"""Events that a slow page may fall behind before it is cut off; it then starts with all anew."""

BREATH = 15.0
"""Seconds between signs of life on a quiet stream."""

UNSEEN = {"fields", "name", "preview", "question"}


@dataclass(slots=True)
class Hub:
    """Hands each event to every page that shows the school (or to all, for school '')."""

    _pages: dict[asyncio.Queue[bytes | None], str] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many pages are open."""
        return len(self._pages)

    def tell(self, event: str, content: object, school: str = "") -> None:
        """Queue one event for the pages of `school`."""
        line = _event(event, content)
        for page, shows in list(self._pages.items()):
            if school and shows != school:
                continue
            if page.qsize() >= MOST_WAITING:
                self._pages.pop(page)
                page.put_nowait(None)
            else:
                page.put_nowait(line)

    def close(self) -> None:
        """End every stream; the pages come back by themselves if there is a server to come to."""
        for page in self._pages:
            page.put_nowait(None)
        self._pages.clear()

    async def follow(self, request: web.Request, school: str, first: object) -> web.StreamResponse:
        """Stream to one page: `first` as a snapshot, then whatever happens after it."""
        page: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._pages[page] = school
        page.put_nowait(_event("snapshot", first))
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
        try:
            await response.prepare(request)
            while (line := await _next(page)) is not None:
                await response.write(line)
        except ConnectionError:
            pass  # the page was closed: there is nobody to tell
        finally:
            self._pages.pop(page, None)
        return response


async def _next(page: asyncio.Queue[bytes | None]) -> bytes | None:
    try:
        return await asyncio.wait_for(page.get(), BREATH)
    except TimeoutError:
        return b": still here\n\n"


def _event(event: str, content: object) -> bytes:
    return f"event: {event}\ndata: {json.dumps(content)}\n\n".encode()


def drawn(shown: Shown) -> dict[str, object]:
    """Return one message as the page draws it; what is private is not in it."""
    card = shown.card.model_dump(mode="json", exclude=UNSEEN) if shown.card else None
    return {
        "id": shown.id,
        "pane": shown.pane,
        "at": int(shown.at.timestamp() * 1000),
        "words": shown.words,
        "card": card,
        "private": shown.private,
    }
