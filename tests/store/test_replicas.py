"""With replicas asked for, nothing is called saved that only one machine has."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.redis.finding import find_server
from adapters.redis.launcher import EmbeddedServer
from adapters.redis.store import RedisStore
from bot.ports import NotSaved
from tests.store.changes import REF, SCHOOL, event, opened

OPTIONS = (
    *("--bind", "127.0.0.1", "--appendonly", "yes", "--appendfsync", "always", "--save", ""),
    *("--repl-diskless-sync-delay", "0"),
)


@asynccontextmanager
async def running(
    folder: Path, *options: str
) -> AsyncIterator[tuple[int, asyncio.subprocess.Process]]:
    """Yield the port and the process of a server over TCP."""
    listener = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port: int = listener.sockets[0].getsockname()[1]
    listener.close()
    await listener.wait_closed()
    command = [str(find_server()), *OPTIONS, "--port", str(port), "--dir", str(folder), *options]
    server = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
    try:
        yield port, server
    finally:
        server.kill()
        await server.wait()


def two_folders(folder: Path) -> tuple[Path, Path]:
    """Return two new folders."""
    folders = folder / "primary", folder / "replica"
    for new in folders:
        new.mkdir()
    return folders


async def replicating(store: RedisStore) -> AsyncIterator[bool]:
    """Ask for ever whether a replica has everything and follows."""
    while True:
        try:
            told = await store.line.ask("INFO", "replication")
            replica = told.get("slave0", {})
            yield replica.get("state") == "online"
        except NotSaved:
            yield False
        await asyncio.sleep(0)


async def test_without_the_replica_asked_for_nothing_is_called_saved(
    redis_store: RedisStore, server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.redis.connection._REPLICA_MILLISECONDS", 10)
    async with opened(server.url, replicas=1) as careful:
        with pytest.raises(NotSaved):
            await careful.commit(event(0))

    assert (await redis_store.commit(event(0))).again


@pytest.mark.slow
async def test_a_commit_is_on_the_replicas_disk_at_once_and_refused_when_the_replica_hangs(
    tmp_path: Path,
) -> None:
    primary, second = two_folders(tmp_path)
    async with (
        running(primary) as (port, _),
        running(second, "--replicaof", f"127.0.0.1 {port}") as (_, replica),
        opened(f"redis://127.0.0.1:{port}/0", replicas=1) as store,
    ):
        async with asyncio.timeout(30):
            await anext(following async for following in replicating(store) if following)
            # A replica that acknowledges once a second only would take half a minute for these.
            for number in range(30):
                await store.commit(event(number))
        disk = (second / "appendonlydir").rglob("*.aof")
        kept = b"".join(part.read_bytes() for part in disk)

        replica.send_signal(signal.SIGSTOP)
        with pytest.raises(NotSaved):
            await store.commit(event(30))
        replica.send_signal(signal.SIGCONT)

        assert kept.count(b"XADD") == 30
        assert len(await store.entries(SCHOOL, REF)) == 31


@pytest.mark.slow
async def test_what_is_repeated_is_no_more_saved_than_it_was_until_the_replica_has_it(
    tmp_path: Path,
) -> None:
    primary, second = two_folders(tmp_path)
    async with (
        running(primary) as (port, _),
        running(second, "--replicaof", f"127.0.0.1 {port}") as (_, replica),
        opened(f"redis://127.0.0.1:{port}/0", replicas=1) as store,
        opened(f"redis://127.0.0.1:{port}/0", replicas=1) as other,
    ):
        async with asyncio.timeout(30):
            await anext(following async for following in replicating(store) if following)
        await store.commit(event(0))

        replica.send_signal(signal.SIGSTOP)
        with pytest.raises(NotSaved):
            await store.commit(event(1))
        # WAITAOF speaks for the connection that wrote: this one has written nothing yet.
        with pytest.raises(NotSaved):
            await other.commit(event(1))
        replica.send_signal(signal.SIGCONT)

        assert (await other.commit(event(1))).again
