"""Opening the store that the surroundings name: the operator's own, or the embedded one."""

# Rule 1: a playground keeps to its own folder and its own server, whatever the environment says.
# Rule 2: the keys of an outer store come from the environment; those of ours lie beside it.

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.environment import CannotStart, Environment
from adapters.redis.copying import closed_in, is_unfinished
from adapters.redis.finding import ServerUnavailable
from adapters.redis.guarantee import Guarantee
from adapters.redis.keyring import KeyRing, KeysUnusable
from adapters.redis.launcher import EmbeddedServer
from adapters.redis.probe import prove
from adapters.redis.reaching import refuse_what_others_can_read
from adapters.redis.store import RedisStore
from bot.changes import Change, Committed
from bot.ports import NotSaved

__all__ = ["WakingStore", "folder_of", "make_folder", "open_store"]


class WakingStore(RedisStore):
    """The durable store; each commit of this process sets `changed`, so that nothing waits."""

    def __init__(self, url: str, ring: KeyRing, *, replicas: int) -> None:
        """Connect when first asked."""
        super().__init__(url, ring, replicas=replicas)
        self.changed = asyncio.Event()
        self._stirred: set[str] = set()

    async def commit(self, change: Change) -> Committed:
        """Write the whole change, or nothing; then wake who waits for work."""
        committed = await super().commit(change)
        self._stirred.add(change.school)
        self.changed.set()
        return committed

    def take_stirred(self) -> set[str]:
        """Return the schools in which this process has committed since this was last asked."""
        self.changed.clear()
        stirred, self._stirred = self._stirred, set()
        return stirred


def folder_of(environment: Environment, *, playground: bool) -> Path:
    """Return the folder of a deployment: a playground and a school's own never share one."""
    return environment.data / ("playground" if playground else "live")


def make_folder(folder: Path) -> None:
    """Make a folder and the one it lies in; close it to everybody else, whoever made it."""
    for each in (folder.parent, folder):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


@asynccontextmanager
async def open_store(
    environment: Environment, *, playground: bool = False, anyhow: bool = False
) -> AsyncIterator[tuple[WakingStore, Guarantee, EmbeddedServer | None]]:
    """Give the store while the block runs, and what it promises; start a server if need be.

    One that was moved away, or that was never filled to the end, is given `anyhow` only.

    Raises:
        CannotStart: no server, no keys, no answer, or too little is promised.
    """
    folder = folder_of(environment, playground=playground)
    server: EmbeddedServer | None = None
    try:
        if environment.redis_url and not playground:
            refuse_what_others_can_read(environment.redis_url)
            url, ring = environment.redis_url, _outer_ring(environment)
        else:
            make_folder(folder)
            records = folder / "store"
            ring = KeyRing.keep(folder / "keys", records=records)
            server = EmbeddedServer(records, dies_with_us=playground)
            server.start()
            url = server.url
    except (KeysUnusable, ServerUnavailable) as wrong:
        raise CannotStart(str(wrong)) from wrong
    except OSError as wrong:
        raise CannotStart(f"{folder}: {wrong}; choose another folder with --data") from wrong
    replicas = 0 if server else environment.replicas
    store = WakingStore(url, ring, replicas=replicas)
    try:
        answered = environment.confirmed and server is None
        guarantee = await prove(store.line, operator_answers=answered, replicas=replicas)
        if not anyhow:
            await _refuse_what_is_no_store(store)
        yield store, guarantee, server
    except NotSaved as wrong:
        raise CannotStart(f"the store does not answer: {wrong}; is REDIS_URL right?") from wrong
    finally:
        await store.close()
        if server is not None:
            server.stop()


async def _refuse_what_is_no_store(store: RedisStore) -> None:
    if await is_unfinished(store.line):
        raise CannotStart(
            "this store was never filled to its end; run `handrail restore` or `handrail move` "
            "again, as it was run before"
        )
    if closed := await closed_in(store.line):
        raise CannotStart(
            f"the records of {', '.join(each.school for each in closed)} were moved from here to "
            f"the {closed[0].to} store on {closed[0].at[:10]}; see REDIS_URL"
        )


def _outer_ring(environment: Environment) -> KeyRing:
    if not environment.keys:
        raise KeysUnusable(
            "REDIS_URL is set but HANDRAIL_KEYS is not; write `name:base64 of 32 bytes`, made with "
            "`openssl rand -base64 32`, and keep a copy where the store's backups are not"
        )
    return KeyRing.parse(environment.keys)
