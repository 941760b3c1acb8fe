"""One server for a directory, whoever starts first, and what was acknowledged is still there."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.redis.finding import ServerUnavailable
from adapters.redis.launcher import SETTINGS, EmbeddedServer
from tests.store.changes import REF, SCHOOL, event, opened, process_of, served

# A program of its own that begins on a directory, commits to one case, and says on which server.
BOT = """
import asyncio, sys
from pathlib import Path
from adapters.redis.launcher import EmbeddedServer
from tests.store.changes import event, opened, process_of

async def main(directory, ref, count):
    server = EmbeddedServer(Path(directory))
    server.start()
    async with opened(server.url) as store:
        for number in range(int(count)):
            await store.commit(event(number, ref=ref))
        print(await process_of(store), flush=True)

asyncio.run(main(*sys.argv[1:]))
"""


def start_bot(directory: Path, ref: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", BOT, str(directory), ref, str(count)]
    root = Path(__file__).parents[2]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root)


@pytest.mark.slow
async def test_two_programs_on_one_directory_share_one_server_and_lose_nothing(
    tmp_path: Path,
) -> None:
    bots = [start_bot(tmp_path / "data", ref, 40) for ref in ("YP-1111", "YP-2222")]
    processes = {int(bot.communicate(timeout=60)[0]) for bot in bots}

    server = EmbeddedServer(tmp_path / "data")
    server.start()
    async with opened(server.url) as store:
        processes.add(await process_of(store))
        records = [len(await store.entries(SCHOOL, ref)) for ref in ("YP-1111", "YP-2222")]
        verdicts = [await store.record.verify(SCHOOL, ref) for ref in ("YP-1111", "YP-2222")]
    (process,) = processes
    os.kill(process, signal.SIGTERM)

    assert [bot.returncode for bot in bots] == [0, 0]
    assert records == [40, 40]
    assert all(verdict.holds for verdict in verdicts)


@pytest.mark.slow
async def test_a_server_outlives_the_program_that_started_it_and_is_attached_again(
    tmp_path: Path,
) -> None:
    first = start_bot(tmp_path / "data", REF, 3)
    process = int(first.communicate(timeout=60)[0])

    second = EmbeddedServer(tmp_path / "data")
    second.start()
    second.stop()

    async with opened(second.url) as store:
        assert await process_of(store) == process
        assert len(await store.entries(SCHOOL, REF)) == 3
    os.kill(process, signal.SIGTERM)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="no parent-death signal elsewhere")
def test_a_demonstrations_server_ends_with_its_program(tmp_path: Path) -> None:
    program = BOT.replace(
        "EmbeddedServer(Path(directory))", "EmbeddedServer(Path(directory), dies_with_us=True)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "data"), REF, "1"]
    said = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )

    second = EmbeddedServer(tmp_path / "data", dies_with_us=True)
    second.start()
    second.stop()

    assert (tmp_path / "data" / "server.log").read_text().count("Server initialized") == 2
    assert int(said.stdout) > 0


async def test_the_settings_are_the_ones_that_keep_what_was_acknowledged(tmp_path: Path) -> None:
    async with served(tmp_path / "data") as (_, store):
        shown = {}
        for name in SETTINGS.keys() - {"daemonize"}:
            answer = await store.line.ask("CONFIG", "GET", name)
            shown[name] = answer[1].decode()
    assert shown == {name: SETTINGS[name] for name in shown}
    assert shown["appendfsync"] == "always"
    assert shown["maxmemory-policy"] == "noeviction"
    assert shown["port"] == "0"


async def test_nobody_else_reaches_the_socket_or_the_files(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    async with served(tmp_path / "data") as (server, store):
        await store.commit(event(0))
        modes = {
            path.name: stat.S_IMODE(path.stat().st_mode)
            for path in (server.directory, server.socket, *server.directory.rglob("*"))
        }
    assert {mode & 0o077 for mode in modes.values()} == {0}


async def test_a_server_never_sees_our_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDRAIL_KEYS", "k1:secret")
    async with served(tmp_path / "data") as (_, store):
        process = await process_of(store)
        assert environment_of(process) == b""


def environment_of(process: int) -> bytes:
    shown = Path(f"/proc/{process}/environ")
    if not shown.exists():
        pytest.skip("this system does not show a process's environment")
    return shown.read_bytes()


async def test_a_long_directory_gets_a_short_socket_of_our_own(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    async with served(deep) as (server, store):
        await store.commit(event(0))

        assert len(os.fsencode(server.socket)) <= 100
        assert EmbeddedServer(deep).socket == server.socket
        assert stat.S_IMODE(server.socket.parent.stat().st_mode) == 0o700


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "real")

    with pytest.raises(ServerUnavailable, match="choose another"):
        EmbeddedServer(tmp_path / "data").start()


async def test_a_stale_socket_is_no_hindrance(tmp_path: Path) -> None:
    async with served(tmp_path / "data") as (_, store):
        os.kill(await process_of(store), signal.SIGKILL)
    assert (tmp_path / "data" / "server.sock").exists()

    async with served(tmp_path / "data") as (_, store):
        assert await store.cases(SCHOOL) == []


def test_a_server_that_ends_at_once_says_why(tmp_path: Path) -> None:
    records = tmp_path / "data" / "appendonlydir"
    records.mkdir(parents=True)
    (records / "appendonly.aof.manifest").write_text("not a manifest\n")

    with pytest.raises(ServerUnavailable, match="AOF"):
        EmbeddedServer(tmp_path / "data", dies_with_us=True).start()
