"""Phones and e-mail in a rehearsal: written down beside what the chat would deliver."""

from dataclasses import dataclass

from adapters.rehearse.messenger import Delivered, RehearsalMessenger
from bot.dialogs.card import Card, CardKind
from bot.fsm.alert.ladder import anybody
from bot.fsm.on_call import address_at
from bot.fsm.school import Role, School, Way

__all__ = ["RehearsalCaller"]


@dataclass(frozen=True, slots=True)
class RehearsalCaller:
    """Rings nobody: what would ring, or be mailed, is told as of who has that number."""

    way: Way
    school: School
    messenger: RehearsalMessenger

    async def call(
        self, school: str, address: str, text: str, *, key: str, again: bool = False
    ) -> None:
        """Write the call down. A phone that is handed on is with whoever is on duty."""
        del school, key, again
        now = self.messenger.clock.now()
        people = (*anybody(self.school, now), *self.school.of_role(Role.CHAIR))
        found = [one.id for one in people if address_at(self.school, one, self.way, now) == address]
        card = Card(name="call", kind=CardKind.ALERT, text=text)
        already = {each.to for each in self.messenger.delivered if self._is_like(each, card)}
        to = next((one for one in found if one not in already), next(iter(found), ""))
        made = Delivered(now, to, card, edit=False, own=False, way=self.way)
        self.messenger.delivered.append(made)

    def _is_like(self, each: Delivered, card: Card) -> bool:
        """Return whether it is the same call, at this moment: several may share one number."""
        return (each.at, each.way, each.card) == (self.messenger.clock.now(), self.way, card)
