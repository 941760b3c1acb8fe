"""What can be switched off, and who can be gone, to see what people are then told."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.directory import Standing
from bot.grants import Grant, Redeemed
from bot.ports import Change, Committed, Finish, Job, LinkKeeper, NotSaved, Queue, Store, Stored

__all__ = ["SwitchedLinks", "SwitchedStore", "Switches"]


SWITCHED_OFF = "the playground's store is switched off; switch it on again"


@dataclass(slots=True)
class Switches:
    """Whether chat and store answer, and who is gone from the chat: by school and person.

    Everything is up, and everybody there, after a restart.
    """

    chat_down: bool = False
    store_down: bool = False
    gone: dict[tuple[str, str], Standing] = field(default_factory=dict)

    def leave(self, school: str, person: str) -> None:
        """Let this person of a school have left the chat, and nobody else; '' is nobody."""
        self.gone = {name: why for name, why in self.gone.items() if name[0] != school}
        if person:
            self.gone[school, person] = Standing.LEFT

    def who_left(self, school: str) -> str:
        """Return who of a school has left the chat, or ''."""
        return next((person for where, person in self.gone if where == school), "")

    def up(self) -> None:
        """Switch everything on, and bring everybody back."""
        self.chat_down = self.store_down = False
        self.gone.clear()


class SwitchedLinks:
    """The one-time links, which are in the store too."""

    def __init__(self, links: LinkKeeper, switches: Switches) -> None:
        """Stand in front of `links`."""
        self._links = links
        self._switches = switches

    @property
    def _up(self) -> LinkKeeper:
        if self._switches.store_down:
            raise NotSaved(SWITCHED_OFF)
        return self._links

    async def keep_link(
        self, link: str, proof: str, grant: Grant, until: datetime, now: datetime
    ) -> None:
        """Keep what a link leads to."""
        await self._up.keep_link(link, proof, grant, until, now)

    async def take_link(self, school: str, link: str, proof: str, now: datetime) -> Redeemed:
        """Use a link up and return its grant."""
        return await self._up.take_link(school, link, proof, now)


class SwitchedStore:
    """The store; while it is switched off, every call is NotSaved."""

    def __init__(self, store: Store, switches: Switches) -> None:
        """Stand in front of `store`."""
        self._store = store
        self._switches = switches

    @property
    def _up(self) -> Store:
        if self._switches.store_down:
            raise NotSaved(SWITCHED_OFF)
        return self._store

    async def load_case(self, school: str, ref: str) -> Stored | None:
        """Return the case, or None when there is none."""
        return await self._up.load_case(school, ref)

    async def load_conversation(self, school: str, key: str) -> Stored | None:
        """Return the conversation of the person `key`, or None."""
        return await self._up.load_conversation(school, key)

    async def commit(self, change: Change) -> Committed:
        """Write the whole change, or nothing."""
        return await self._up.commit(change)

    async def entries(self, school: str, ref: str) -> list[bytes]:
        """Return the record of a case, oldest first."""
        return await self._up.entries(school, ref)

    async def anchor(self, school: str, ref: str, entries: int) -> str:
        """Return words for the record of a case up to that many entries."""
        return await self._up.anchor(school, ref, entries)

    async def cases(self, school: str) -> list[str]:
        """Return the references of all cases of a school."""
        return await self._up.cases(school)

    async def claim(
        self,
        school: str,
        queue: Queue,
        *,
        due: datetime,
        now: datetime,
        lease: timedelta,
        limit: int,
    ) -> list[Job]:
        """Return up to `limit` jobs due at `due`, soonest first, held until `now + lease`."""
        return await self._up.claim(school, queue, due=due, now=now, lease=lease, limit=limit)

    async def finish(self, school: str, finishes: tuple[Finish, ...]) -> None:
        """Remove jobs that are done and keep their receipts; with a stale token, only those."""
        await self._up.finish(school, finishes)

    async def postpone(self, job: Job, until: datetime, *, doubt: bool = False) -> bool:
        """Give a claimed job back, due at `until`; False when the token is stale."""
        return await self._up.postpone(job, until, doubt=doubt)

    async def bury(self, job: Job) -> None:
        """Move a job that cannot be done to the dead."""
        await self._up.bury(job)

    async def receipt(self, school: str, slot: str) -> str:
        """Return the platform's id of the message last sent to `slot`, or ''."""
        return await self._up.receipt(school, slot)

    async def waiting(
        self, schools: Collection[str], *, due: datetime, now: datetime
    ) -> frozenset[str]:
        """Return those of the schools in which a claim may find a job."""
        return await self._up.waiting(schools, due=due, now=now)

    async def next_due(self, school: str, queue: Queue) -> datetime | None:
        """Return when the next job of the queue falls due, or None."""
        return await self._up.next_due(school, queue)

    async def pending(self, school: str, queue: Queue) -> list[tuple[str, datetime]]:
        """Return the keys and due times of all jobs of the queue, soonest first."""
        return await self._up.pending(school, queue)

    async def keep_edition(self, digest: str, content: bytes) -> None:
        """Keep a compiled script or pack under its content hash."""
        await self._up.keep_edition(digest, content)

    async def edition(self, digest: str) -> bytes | None:
        """Return what was kept under that hash, or None."""
        return await self._up.edition(digest)

    async def dead(self, school: str) -> int:
        """Return how many jobs are dead."""
        return await self._up.dead(school)
