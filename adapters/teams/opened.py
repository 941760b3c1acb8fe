"""Private views that stand open: what they cover, and when they are put away."""

# Rule: kept durably: a restart within those ten minutes leaves nothing open.

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from adapters.teams.posting import Place
from bot.addresses import AddressBook

__all__ = ["LASTS", "Opened", "View"]

LASTS = timedelta(minutes=10)
VIEWS = "teams:views"
MOST = 50
"""Views of a school that stand open at once; above that the oldest are no longer counted."""


class View(BaseModel):
    """A private view over a message of ours. `covers` is the card that stood there, if known.

    `place` is the message's receipt, `case` the case that is shown, `until` when it is put away.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    school: str
    person: str
    place: str
    until: datetime
    case: str = ""
    covers: dict[str, Any] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells it from others: over one card in a room each reader has their own."""
        return self.place, self.person


VIEW_LIST = TypeAdapter(list[View])


@dataclass(slots=True)
class Opened:
    """The open views of all schools."""

    book: AddressBook
    _views: dict[str, dict[tuple[str, str], View]] = field(default_factory=dict)

    async def load(self, schools: Iterable[str]) -> None:
        """Read what an earlier process left open.

        Raises:
            NotSaved: the store does not answer.
        """
        for school in schools:
            kept = await self.book.address(school, VIEWS)
            try:
                found = VIEW_LIST.validate_json(kept or b"[]")
            except ValidationError:
                found = []
            self._views[school] = {each.key: each for each in found}

    async def note(self, view: View) -> None:
        """Keep that a view is open; one that is open there already covers what it covered.

        Raises:
            NotSaved: it may not be kept. Then nothing must be shown.
        """
        views = self._views.setdefault(view.school, {})
        before = views.pop(view.key, None)
        if before is not None:
            view = view.model_copy(update={"covers": before.covers})
        views[view.key] = view
        while len(views) > MOST:
            views.pop(next(iter(views)))
        await self._keep(view.school)

    def at(self, school: str, person: str, place: Place) -> View | None:
        """Return the view that somebody has open over a message, or None."""
        return self._views.get(school, {}).get((str(place), person))

    async def forget(self, view: View) -> None:
        """Forget a view that was put away, unless it was opened again meanwhile.

        Raises:
            NotSaved: it may still be kept, and is put away once more by and by.
        """
        if self._views.get(view.school, {}).get(view.key) == view:
            del self._views[view.school][view.key]
            await self._keep(view.school)

    def due(self, now: datetime) -> list[View]:
        """Return the views that have stood open for long enough."""
        every = (each for views in self._views.values() for each in views.values())
        return [each for each in every if each.until <= now]

    async def _keep(self, school: str) -> None:
        views = list(self._views.get(school, {}).values())
        await self.book.keep_address(school, VIEWS, VIEW_LIST.dump_json(views))
