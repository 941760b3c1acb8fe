"""E-mail and phone as the playground has them: shown in a pane, and sent nowhere."""

from collections.abc import Mapping

from adapters.playground.panes import Panes
from adapters.playground.places import ELSEWHERE
from bot.dialogs.card import Card, CardKind
from bot.fsm.school import School, Way

__all__ = ["PaneCaller"]

HOW = {
    Way.MAIL: "An e-mail to {who}, {address}",
    Way.PHONE: "The phone of {who} rings, {address}",
}


class PaneCaller:
    """Shows each call in the pane of its school."""

    def __init__(self, way: Way, panes: Panes, schools: Mapping[str, School]) -> None:
        """Show what goes this `way`."""
        self._way = way
        self._panes = panes
        self._schools = schools

    async def call(self, school: str, address: str, text: str, *, key: str) -> None:
        """Show the call; the same `key` is never shown twice."""
        people = self._schools[school].people
        found = (each.name for each in people if address in {each.email, each.phone})
        how = HOW[self._way].format(who=next(found, "whoever is on call"), address=address)
        card = Card(name="call", kind=CardKind.NOTICE, text=f"{how}: “{text}”", preview="")
        self._panes.show(school, ELSEWHERE, card, key=f"{self._way}:{key}")
