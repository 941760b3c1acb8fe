"""Private views that stand open: what they cover, and when they are put away."""

# Rule 1: kept durably: a restart within those ten minutes leaves nothing open. What an earlier
#         process left is read at the first look, and at each one after it until the store answers:
#         nobody has to read it first, so nobody can forget to.
# Rule 2: while one release replaces another two processes keep one list: each change is made to
#         what is kept, never to what was read before.

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from adapters.teams.posting import Place
from bot.addresses import AddressBook

__all__ = ["LASTS", "Opened", "View"]

LASTS = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=1)
TRIES = 24 * 14
"""How often it is tried again to put away what Teams refuses: for a fortnight."""

VIEWS = "teams:views"
MOST = 50
"""Views of a school that stand open at once; above that the oldest are no longer counted."""


class View(BaseModel):
    """A private view over a message of ours. `covers` is the card that stood there, if known.

    `place` is the message's receipt, `case` the case that is shown, `until` when it is put away.
    `refused`: how often Teams would not let us.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    school: str
    person: str
    place: str
    until: datetime
    case: str = ""
    refused: int = 0
    covers: dict[str, Any] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells it from others: over one card in a room each reader has their own."""
        return self.place, self.person

    def later(self, now: datetime) -> "View | None":
        """Return the view as it is tried once more after a refusal; None once that is in vain.

        Whoever is switched off, has blocked the app or whose tenant refuses our token may come
        back within days, and it stands before them still. A message that is gone is none for ever.
        """
        if self.refused == TRIES:
            return None
        wait = min(LASTS * (self.refused + 1), LONGEST_WAIT)
        return self.model_copy(update={"refused": self.refused + 1, "until": now + wait})


VIEW_LIST = TypeAdapter(list[View])
Views = dict[tuple[str, str], View]


@dataclass(slots=True)
class Opened:
    """The open views of `schools`, by their ids."""

    book: AddressBook
    schools: tuple[str, ...]
    _views: dict[str, Views] = field(default_factory=dict)
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def note(self, view: View) -> None:
        """Keep that a view is open; one that is open there already covers what it covered.

        Raises:
            NotSaved: it may not be kept. Then nothing must be shown.
        """

        def change(views: Views) -> None:
            before = views.pop(view.key, None)
            covers = {"covers": before.covers} if before is not None else {}
            views[view.key] = view.model_copy(update=covers)
            while len(views) > MOST:
                views.pop(next(iter(views)))

        await self._keep(view.school, change)

    async def at(self, school: str, person: str, place: Place) -> View | None:
        """Return the view that somebody has open over a message, or None.

        Raises:
            NotSaved: it is not known yet, because the store does not answer.
        """
        return (await self._known(school)).get((str(place), person))

    async def forget(self, view: View, later: View | None = None) -> None:
        """Forget a view that was put away, or keep `later` in its place.

        One that was opened again meanwhile stays as it is.

        Raises:
            NotSaved: it may still be kept, and is put away once more by and by.
        """

        def change(views: Views) -> None:
            if views.get(view.key) != view:
                return
            del views[view.key]
            if later is not None:
                views[view.key] = later

        await self._keep(view.school, change)

    async def due(self, now: datetime) -> list[View]:
        """Return the views that have stood open for long enough.

        Raises:
            NotSaved: what was left open is not known yet, because the store does not answer.
        """
        known = [await self._known(school) for school in self.schools]
        return [each for views in known for each in views.values() if each.until <= now]

    async def _known(self, school: str) -> Views:
        if school not in self._views:
            async with self._lock(school):
                self._views[school] = await self._kept(school)
        return self._views[school]

    async def _kept(self, school: str) -> Views:
        kept = await self.book.address(school, VIEWS)
        try:
            found = VIEW_LIST.validate_json(kept or b"[]")
        except ValidationError:
            found = []
        return {each.key: each for each in found}

    async def _keep(self, school: str, change: Callable[[Views], None]) -> None:
        async with self._lock(school):
            views = await self._kept(school)
            change(views)
            await self.book.keep_address(school, VIEWS, VIEW_LIST.dump_json(list(views.values())))
            self._views[school] = views

    def _lock(self, school: str) -> asyncio.Lock:
        return self._locks.setdefault(school, asyncio.Lock())
