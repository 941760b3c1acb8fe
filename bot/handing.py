"""One-time links to the record of a case: ten minutes, one use, one person."""

# Rule 1: the token is 128 random bits and is kept nowhere: only its hash is.
# Rule 2: a link is of use only with its code, which stands in the person's private view and
#         nowhere else. That is how the page knows who is there: it has no sign-in of its own.
# Rule 3: a link gives no right. Whoever redeems it asks `may_read` anew, as at any press.

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote

from bot.dialogs.card import Card
from bot.dialogs.words import card
from bot.fsm.access.readers import may_read
from bot.fsm.case import Case
from bot.fsm.desk.taking import Asked, is_there, link_card
from bot.fsm.school import School
from bot.grants import LASTS, Grant, Redeemed
from bot.ports import Clock, LinkKeeper

__all__ = ["Links", "Ticket", "digest_of", "path_of"]


class Ticket(NamedTuple):
    """What a person is given: the token of the link, and the code to type on its page."""

    token: str
    code: str


@dataclass(frozen=True, slots=True)
class Links:
    """Makes and redeems links. It runs on the machine's clock, which nobody moves."""

    keeper: LinkKeeper
    clock: Clock
    draw: Callable[[], Ticket]

    async def make(self, grant: Grant) -> Ticket:
        """Return a fresh link. That its person may read the case has been checked.

        Raises:
            NotSaved: the store does not answer.
        """
        ticket = self.draw()
        now = self.clock.machine()
        proof = _proof(ticket.token, ticket.code)
        await self.keeper.keep_link(digest_of(ticket.token), proof, grant, now + LASTS, now)
        return ticket

    async def hand(self, school: School, case: Case | None, by: str, asked: Asked) -> Card:
        """Return a fresh link to whoever may read the case, outside the outbox.

        Link and code are in the card's private view alone.

        Raises:
            NotSaved: the store does not answer.
        """
        if case is None or not may_read(school, case, by):
            return card("not_yours")
        if not is_there(case, asked):
            return card("stale_rest")
        ticket = await self.make(Grant(school.id, by, case.ref, asked.child, asked.form))
        return link_card(case.ref, path_of(school.id, ticket.token), ticket.code)

    async def redeem(self, school: str, token: str, code: str) -> Redeemed:
        """Use a link up.

        Raises:
            NotSaved: the store does not answer; the link may have been used up.
        """
        proof = _proof(token, "".join(code.split()))
        digest = digest_of(token)
        return await self.keeper.take_link(school, digest, proof, self.clock.machine())


def path_of(school: str, token: str) -> str:
    """Return the address of a link on our own web process. It says nothing about a case."""
    return f"/record/{quote(school, safe='')}/{token}"


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return sha256(token.encode(errors="replace")).hexdigest()


def _proof(token: str, code: str) -> str:
    return sha256(f"{token} {code}".encode(errors="replace")).hexdigest()
